package dev.sluice.balance;

import dev.sluice.model.Scheduling;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one target spreads its work: everything that schedulers of all event loops share. Servers are
 * numbered as the list has them. Immutable, any thread.
 *
 * <p>Weight 0 takes no new work, whatever the kind. {@code RR} ignores all other differences of
 * weight; all other kinds follow them.
 */
public final class SchedulerPlan {
    /** Most servers in one plan; validation keeps groups far smaller. */
    public static final int SERVERS_MAX = MaglevTable.SERVERS_MAX;

    /** 2³² divided by the golden ratio: multiples of it lie evenly in the round, however many. */
    private static final int GOLDEN = 0x9E37_79B9;

    /** How many are drawn for least connections where there are too many to look at all. */
    private static final int OF_MANY = 5;

    private final Scheduling scheduling;
    private final List<ServerConfig> servers;
    private final long seed;
    private final @Nullable WeightedCycle cycle;
    private final @Nullable MaglevTable table;

    private SchedulerPlan(
            Scheduling scheduling,
            List<ServerConfig> servers,
            long seed,
            @Nullable WeightedCycle cycle,
            @Nullable MaglevTable table) {
        this.scheduling = scheduling;
        this.servers = servers;
        this.seed = seed;
        this.cycle = cycle;
        this.table = table;
    }

    /**
     * Builds a plan: microseconds for small groups, some milliseconds for hashing over hundreds.
     *
     * @param seed decides where rounds begin and what is drawn at random; another one in every
     *     process keeps processes from marching in step. Hashing does not depend on it
     * @throws IllegalArgumentException if there are more than {@link #SERVERS_MAX} servers
     */
    public static SchedulerPlan of(Scheduling scheduling, List<ServerConfig> servers, long seed) {
        if (servers.size() > SERVERS_MAX) {
            throw new IllegalArgumentException(
                    servers.size() + " servers in one group; at most " + SERVERS_MAX);
        }
        var copy = List.copyOf(servers);
        return switch (scheduling) {
            case SCH, TCH, QCH ->
                    new SchedulerPlan(scheduling, copy, seed, null, MaglevTable.of(copy));
            case RR -> new SchedulerPlan(scheduling, copy, seed, cycle(copy, 1), null);
            case WRR, WLC, P2C, EWMA ->
                    new SchedulerPlan(scheduling, copy, seed, cycle(copy, Integer.MAX_VALUE), null);
        };
    }

    private static WeightedCycle cycle(List<ServerConfig> servers, int weightMax) {
        return WeightedCycle.of(
                servers.stream()
                        .mapToInt(server -> Math.min(server.weight(), weightMax))
                        .toArray());
    }

    /** Whether a plan of these servers would be this one, so that it need not be built again. */
    public boolean isFor(Scheduling scheduling, List<ServerConfig> servers) {
        return this.scheduling == scheduling && this.servers.equals(servers);
    }

    public Scheduling scheduling() {
        return scheduling;
    }

    /**
     * A scheduler for one event loop, to be used by its thread only. Costs one or two small
     * objects.
     *
     * @param loop the loop's number; each begins elsewhere in the round
     */
    public Scheduler forLoop(int loop) {
        if (table != null) {
            return new HashScheduler(table);
        }
        if (cycle == null) {
            throw new AssertionError("a plan has a table or a cycle");
        }
        int start = cycle.turnAt((int) (StableHash.mix(seed) >>> 32) + loop * GOLDEN);
        var chance = new Chance(StableHash.step(seed, loop + 1));
        var turns = new RoundRobin(cycle, start, chance);
        return switch (scheduling) {
            case WLC ->
                    cycle.servers() <= LeastConnections.SERVERS_MAX
                            ? new LeastConnections(cycle, turns)
                            : new BestOfDrawn(cycle, turns, false, OF_MANY, chance);
            case P2C -> new BestOfDrawn(cycle, turns, false, 2, chance);
            case EWMA -> new BestOfDrawn(cycle, turns, true, 2, chance);
            case WRR, RR, SCH, TCH, QCH -> turns;
        };
    }
}
