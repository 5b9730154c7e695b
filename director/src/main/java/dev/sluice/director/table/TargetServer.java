package dev.sluice.director.table;

/**
 * A server as one table has it. Immutable.
 *
 * @param live what outlives tables
 * @param high with low, its address; of a name, what it resolved to when the table was built
 * @param resolved whether there is an address; without one it gets no work
 * @param weight 0 to 100; 0 takes no new work
 */
public record TargetServer(
        LiveServer live, long high, long low, boolean resolved, int port, int weight) {
    /** Whether it may get new work, apart from its weight. */
    public boolean eligible() {
        return resolved && live.usable();
    }
}
