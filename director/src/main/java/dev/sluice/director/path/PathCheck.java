package dev.sluice.director.path;

import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.table.TargetServer;
import dev.sluice.model.HealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Whether one server answers for one virtual address. It is believed to until so many probes in a
 * row say otherwise, and not any more until so many say that it does. Owned by the checks' thread.
 */
final class PathCheck {
    private final TargetServer server;
    private final HealthCheck check;
    private long dueMs;
    private long deadlineMs;
    private @Nullable PathProbe outstanding;
    private boolean open = true;
    private boolean proven;
    private int successes;
    private int failures;
    private String trouble = "";

    /**
     * @param check how often, and how many in a row
     * @param dueMs when the first probe is due
     */
    PathCheck(TargetServer server, HealthCheck check, long dueMs) {
        this.server = server;
        this.check = check;
        this.dueMs = dueMs;
    }

    /** The same for a server whose weight or whose check's times changed, as far as is known. */
    PathCheck with(TargetServer newest, HealthCheck newestCheck) {
        var goesOn = new PathCheck(newest, newestCheck, dueMs);
        goesOn.open = open;
        goesOn.proven = proven;
        goesOn.trouble = trouble;
        return goesOn;
    }

    boolean isFor(TargetServer wanted, HealthCheck wantedCheck) {
        return server.equals(wanted) && check.equals(wantedCheck);
    }

    TargetServer server() {
        return server;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether it ever answered. */
    boolean isProven() {
        return proven;
    }

    /** What the last failure was. */
    String trouble() {
        return trouble;
    }

    boolean isOutstanding() {
        return outstanding != null;
    }

    boolean isDue(long nowMs) {
        return outstanding == null && nowMs - dueMs >= 0;
    }

    boolean isOverdue(long nowMs) {
        return outstanding != null && nowMs - deadlineMs >= 0;
    }

    /** When something is to be done about it, if nothing comes. */
    long nextMs() {
        return outstanding == null ? dueMs : deadlineMs;
    }

    void asked(PathProbe probe, long nowMs) {
        outstanding = probe;
        deadlineMs = nowMs + Math.max(check.timeout().toMillis(), check.interval().toMillis());
    }

    /**
     * Takes an answer, or that there was none.
     *
     * @param probe what was asked; an answer to another one comes too late
     * @param failure why it is a failure; empty if it is none
     * @return whether it opened or closed
     */
    boolean heard(@Nullable PathProbe probe, String failure, long nowMs) {
        if (outstanding == null || (probe != null && probe != outstanding)) {
            return false;
        }
        outstanding = null;
        dueMs = nowMs + check.interval().toMillis();
        boolean success = failure.isEmpty();
        successes = success ? successes + 1 : 0;
        failures = success ? 0 : failures + 1;
        proven |= success;
        trouble = success ? trouble : failure;
        boolean before = open;
        if (successes >= check.healthyThreshold()) {
            open = true;
        } else if (failures >= check.unhealthyThreshold()) {
            open = false;
        }
        return open != before;
    }
}
