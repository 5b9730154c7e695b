package dev.sluice.control.status;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Stored;
import java.util.List;

/** Finds what belongs to what. */
final class Family {
    private Family() {}

    /** The listeners of a load balancer. */
    static List<Stored> listeners(Catalog catalog, Stored balancer) {
        return catalog.all(Kind.LISTENER).stream()
                .filter(stored -> belongs(catalog, stored, balancer))
                .toList();
    }

    private static boolean belongs(Catalog catalog, Stored stored, Stored balancer) {
        Listener listener = (Listener) stored.resource();
        return catalog.resolve(Kind.LOAD_BALANCER, listener.account(), listener.loadBalancer())
                .filter(parent -> parent.id().equals(balancer.id()))
                .isPresent();
    }
}
