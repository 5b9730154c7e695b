package dev.sluice.director.own.speak;

import dev.sluice.director.table.Address;
import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Which addresses of networks a link is told of: servers that have no route to local addresses look
 * for each in their own network. Of larger networks there are too many to tell of; those are
 * reached by a gateway.
 */
final class OnLink {
    /** Most addresses of one virtual router. */
    static final int ADDRESSES_MAX = 32;

    private OnLink() {}

    static List<Address> of(List<Network> networks) {
        var addresses = new ArrayList<Address>();
        for (Network network : networks) {
            int bits = network.address().getAddress().length * 8 - network.prefix();
            int room = ADDRESSES_MAX - addresses.size();
            if (bits >= Integer.SIZE - 1 || 1 << bits > room) {
                return List.of();
            }
            Address first = Address.of(network.canonical().address());
            for (int i = 0; i < 1 << bits; i++) {
                addresses.add(first.plus(i));
            }
        }
        return addresses;
    }
}
