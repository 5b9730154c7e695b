package dev.sluice.director.filter;

import dev.sluice.director.table.Address;
import dev.sluice.model.unit.Network;
import java.util.Optional;

/**
 * Addresses that stand for clients towards servers.
 *
 * @param address the first one
 * @param prefix how many leading bits they share, of 128: for IPv4, 96 more than users write
 */
public record LocalNetwork(Address address, int prefix) {
    private static final int BITS = 128;
    private static final int BEFORE_IPV4 = 96;

    public static LocalNetwork of(Address address) {
        return new LocalNetwork(address, BITS);
    }

    /** Reads {@code 198.18.1.0/28} or a plain address. */
    public static Optional<LocalNetwork> parse(String text) {
        return Network.parse(text).map(Network::canonical).map(LocalNetwork::of);
    }

    /** The same of a network without bits beyond its prefix. */
    public static LocalNetwork of(Network network) {
        Address address = Address.of(network.address());
        return new LocalNetwork(address, network.prefix() + (address.isIpv4() ? BEFORE_IPV4 : 0));
    }

    /** As users write it. */
    @Override
    public String toString() {
        int before = address.isIpv4() && prefix >= BEFORE_IPV4 ? BEFORE_IPV4 : 0;
        return prefix == BITS ? address.toString() : address + "/" + (prefix - before);
    }
}
