package dev.sluice.director.own.bgp;

import dev.sluice.model.unit.Network;
import java.util.Map;

/**
 * What routers are told to send here.
 *
 * @param networks by how often the own AS stands once more in the path: 0 for what is this
 *     director's own, more for what it would take if the owner were gone
 * @param leaving whether routers are asked to prefer others from now on (RFC 8326)
 */
public record Routes(Map<Network, Integer> networks, boolean leaving) {
    public static final Routes NONE = new Routes(Map.of(), false);

    public Routes {
        networks = Map.copyOf(networks);
    }

    /** The same, but for a director that is about to go. */
    public Routes withLeaving() {
        return new Routes(networks, true);
    }
}
