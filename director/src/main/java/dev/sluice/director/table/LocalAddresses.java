package dev.sluice.director.table;

import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The addresses that stand for clients towards servers, each with a place from 0. Immutable. Of a
 * network larger than {@value #ADDRESSES_MAX} addresses the first ones are used.
 */
public final class LocalAddresses {
    /** Most addresses of one network that are used: 16 million ports. */
    public static final int ADDRESSES_MAX = 256;

    static final LocalAddresses NONE = new LocalAddresses(List.of());

    private final List<String> networks;
    private final List<Address> addresses = new ArrayList<>();
    private final AddressSet set;

    LocalAddresses(List<String> networks) {
        this.networks = networks;
        for (String text : networks) {
            Network.parse(text).map(Network::canonical).ifPresent(this::add);
        }
        this.set = AddressSet.of(addresses.stream().map(Address::toString).toList());
    }

    private void add(Network network) {
        Address first = Address.of(network.address());
        int bits = (first.isIpv4() ? 32 : 128) - network.prefix();
        int count = bits > 8 ? ADDRESSES_MAX : 1 << bits;
        for (int i = 0; i < count; i++) {
            addresses.add(first.plus(i));
        }
    }

    boolean isFor(List<String> wanted) {
        return networks.equals(wanted);
    }

    /** Those of certain networks alone. */
    LocalAddresses within(Set<Network> owned) {
        List<String> left =
                networks.stream()
                        .filter(text ->
                                Network.parse(text)
                                        .map(Network::canonical)
                                        .filter(owned::contains)
                                        .isPresent())
                        .toList();
        return left.size() == networks.size() ? this : new LocalAddresses(left);
    }

    public List<Address> all() {
        return List.copyOf(addresses);
    }

    public boolean contains(long high, long low) {
        return set.contains(high, low);
    }
}
