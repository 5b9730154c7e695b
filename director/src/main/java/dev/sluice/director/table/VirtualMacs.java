package dev.sluice.director.table;

import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.VirtualRouterConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses have the MAC of their virtual router, and at which port. Immutable; a look-up
 * goes through the few virtual routers that have one and allocates nothing.
 */
public final class VirtualMacs {
    /** An address has the MAC of the port. */
    public static final long NONE = 0;

    /** RFC 9568 §7.3, without the virtual router's id. */
    private static final long MAC_OF_IPV4 = 0x0000_5E00_0100L;

    private static final long MAC_OF_IPV6 = 0x0000_5E00_0200L;

    private final long[] macs;
    private final int[] ports;
    private final AddressSet[] owned;
    private final List<Set<Address>> addresses;

    private VirtualMacs(List<VirtualRouterConfig> routers, List<String> interfaces) {
        macs = new long[routers.size()];
        ports = new int[routers.size()];
        owned = new AddressSet[routers.size()];
        addresses = new ArrayList<>();
        for (int i = 0; i < routers.size(); i++) {
            VirtualRouterConfig router = routers.get(i);
            Set<Address> each = new HashSet<>();
            router.addresses().forEach(text -> Address.parse(text).ifPresent(each::add));
            boolean ipv6 = each.stream().noneMatch(Address::isIpv4);
            macs[i] = mac(ipv6, router.id());
            ports[i] = interfaces.indexOf(router.via());
            owned[i] =
                    AddressSet.of(
                            Stream.concat(
                                            router.addresses().stream(),
                                            router.localAddresses().stream())
                                    .toList());
            addresses.add(each);
        }
    }

    /** The MAC of a virtual router, whether it is used or not. */
    public static long mac(boolean ipv6, int id) {
        return (ipv6 ? MAC_OF_IPV6 : MAC_OF_IPV4) | id;
    }

    /** Those of a director's virtual routers. */
    static VirtualMacs of(@Nullable DirectorConfig director) {
        if (director == null) {
            return new VirtualMacs(List.of(), List.of());
        }
        return new VirtualMacs(
                director.virtualRouters().stream().filter(VirtualRouterConfig::virtualMac).toList(),
                director.interfaces());
    }

    /**
     * The MAC that an address of ours has for who asks at a port.
     *
     * @return {@link #NONE} if it is the port's
     */
    public long of(int port, long high, long low) {
        for (int i = 0; i < macs.length; i++) {
            if (ports[i] == port && owned[i].contains(high, low)) {
                return macs[i];
            }
        }
        return NONE;
    }

    /** Whether it is the MAC of a virtual router at a port, whoever is its master. */
    public boolean has(int port, long mac) {
        for (int i = 0; i < macs.length; i++) {
            if (ports[i] == port && macs[i] == mac) {
                return true;
            }
        }
        return false;
    }

    /** The MACs whose frames are this director's while it owns addresses, by the port's number. */
    public Map<Integer, Set<Long>> with(Set<Address> ownedNow) {
        var byPort = new HashMap<Integer, Set<Long>>();
        for (int i = 0; i < macs.length; i++) {
            if (ownedNow.containsAll(addresses.get(i))) {
                byPort.computeIfAbsent(ports[i], _ -> new HashSet<>()).add(macs[i]);
            }
        }
        return byPort;
    }
}
