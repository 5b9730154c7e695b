package dev.sluice.model.node;

import dev.sluice.model.PassiveHealth;
import org.jspecify.annotations.Nullable;

/**
 * How proxies give work to the servers of a group. Durations in milliseconds; 0 = off.
 *
 * @param slowStartMs how long a server that is new or back takes to get its whole share
 * @param passiveHealth when servers are ejected; null for never
 */
public record UpstreamConfig(long slowStartMs, @Nullable PassiveHealth passiveHealth) {
    /** Says nothing. */
    public static final UpstreamConfig PLAIN = new UpstreamConfig(0, null);
}
