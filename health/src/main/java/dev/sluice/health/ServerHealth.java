package dev.sluice.health;

import dev.sluice.model.node.NodeReport.Health;
import org.jspecify.annotations.Nullable;

/**
 * The health of one server of one group: one object for as long as the server stays in the group,
 * so that whoever forwards work may keep it. Any thread reads; reading neither locks nor allocates.
 */
public final class ServerHealth {
    static final State UNCHECKED = new State(Health.UNAVAILABLE, null, 0);

    private volatile State state = UNCHECKED;

    ServerHealth() {}

    /** Whether it may get new work: it is well, or nobody has found out otherwise yet. */
    public boolean usable() {
        return state.health != Health.ABNORMAL;
    }

    /** Health, cause and time of one moment. */
    public State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    /**
     * A health and its story.
     *
     * @param cause why, in words, such as {@code status 503}; null where there is nothing to say
     * @param sinceMs when the health last changed, wall clock, milliseconds since 1970; 0 if it
     *     never did
     */
    public record State(Health health, @Nullable String cause, long sinceMs) {}
}
