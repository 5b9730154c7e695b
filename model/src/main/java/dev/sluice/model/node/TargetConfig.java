package dev.sluice.model.node;

import dev.sluice.model.Scheduling;
import dev.sluice.model.StickySession;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener or a rule sends traffic and how it spreads it.
 *
 * @param group key of a {@link GroupConfig}
 * @param sticky cookie stickiness, http and https only
 */
public record TargetConfig(String group, Scheduling scheduler, @Nullable StickySession sticky) {}
