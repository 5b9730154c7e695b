package dev.sluice.control.store;

/**
 * How much of the past is kept.
 *
 * @param revisions how many revisions back a watcher may begin
 * @param audits how many audit rows
 */
public record Retention(long revisions, long audits) {
    public static final Retention DEFAULT = new Retention(10_000, 100_000);
}
