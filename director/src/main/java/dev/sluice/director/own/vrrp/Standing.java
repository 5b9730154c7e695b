package dev.sluice.director.own.vrrp;

import dev.sluice.director.table.Address;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a virtual router.
 *
 * @param priority with what fails taken off
 * @param master who is master as far as it knows; null if nobody was heard
 */
public record Standing(
        VirtualRouterSettings router, State state, int priority, @Nullable Address master) {
    static Standing of(VirtualRouter router) {
        return new Standing(
                router.settings(), router.state(), router.priority(), router.followed());
    }
}
