package dev.sluice.director.own.vrrp;

import dev.sluice.director.table.Address;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a virtual router.
 *
 * @param cause why it is in that state
 * @param sinceNs when it came into it, by the election's clock
 * @param incomplete whether it became master without knowing all that its predecessor knew, and
 *     still does not
 * @param priority with what fails taken off
 * @param master who is master as far as it knows; null if nobody was heard
 */
public record Standing(
        VirtualRouterSettings router,
        State state,
        Cause cause,
        long sinceNs,
        boolean incomplete,
        int priority,
        @Nullable Address master) {
    static Standing of(VirtualRouter router) {
        return new Standing(
                router.settings(),
                router.state(),
                router.cause(),
                router.sinceNs(),
                router.isIncomplete(),
                router.priority(),
                router.followed());
    }
}
