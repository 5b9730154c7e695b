package dev.sluice.director.worker;

import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.RouteType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routes that must stay: the director's own, and those that an administrator made by way of its
 * ports. The kernel drops the latter when a link goes down and does not bring them back: it is then
 * as if the machine had lost its default route for a cable that was out for a moment. Owned by the
 * agent's thread.
 */
final class OwnRoutes {
    private final HopBook book;
    private final Set<Route> remembered = new LinkedHashSet<>();
    private final Map<Integer, Boolean> up = new HashMap<>();
    private List<Route> own = List.of();
    private Set<Key> present = Set.of();
    private Set<Route> presentExactly = Set.of();

    OwnRoutes(HopBook book) {
        this.book = book;
    }

    private record Key(Object destination, int prefix, RouteType type, int table) {
        static Key of(Route route) {
            return new Key(route.destination(), route.prefix(), route.type(), route.table());
        }
    }

    /**
     * Takes the director's own routes, in place of those before.
     *
     * @return those before that are no more
     */
    List<Route> own(List<Route> routes) {
        var gone = new ArrayList<>(own);
        gone.removeAll(routes);
        own = List.copyOf(routes);
        return gone;
    }

    void link(Link link) {
        up.put(link.index(), link.up());
    }

    /** Forgets a route that was taken away, unless it went with its link. */
    void gone(Route route) {
        if (isUp(route)) {
            remembered.remove(route);
        }
    }

    private boolean isUp(Route route) {
        return route.vias().stream().allMatch(via -> up.getOrDefault(via.interfaceIndex(), false));
    }

    /** Takes all routes of the kernel in. */
    void routes(Collection<Route> all) {
        presentExactly = Set.copyOf(all);
        var keys = new HashSet<Key>();
        for (Route route : all) {
            keys.add(Key.of(route));
            if (isAdministrators(route) && isUp(route)) {
                remembered.add(route);
            }
        }
        present = keys;
    }

    private boolean isAdministrators(Route route) {
        boolean made = route.protocol() == Route.STATIC || route.protocol() == Route.BOOT;
        boolean byPort =
                !route.vias().isEmpty()
                        && route.vias().stream()
                                .allMatch(via -> book.port(via.interfaceIndex()) >= 0);
        return made && byPort && route.type() == RouteType.UNICAST;
    }

    /** Routes that should be there, are not, and can be put back now. */
    List<Route> missing() {
        var missing = new ArrayList<Route>();
        for (Route route : own) {
            if (!present.contains(Key.of(route))) {
                missing.add(route);
            }
        }
        for (Route route : remembered) {
            if (!presentExactly.contains(route) && isUp(route)) {
                missing.add(route);
            }
        }
        return missing;
    }
}
