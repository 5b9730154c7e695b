package dev.sluice.director.own.vrrp;

/**
 * That a virtual router's state changed.
 *
 * @param incomplete whether it became master without knowing all that its predecessor knew
 */
public record Transition(
        VirtualRouterSettings router, State before, State now, Cause cause, boolean incomplete) {}
