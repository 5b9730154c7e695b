package dev.sluice.director.filter;

import dev.sluice.director.table.Address;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The maps that all of a director's interfaces share: what {@link FilterRules} say, for {@link
 * FilterText} to look up; and the counts that it keeps.
 */
final class FilterMaps implements AutoCloseable {
    private static final ByteBuffer THERE = Keys.flags(1);
    private static final int PORT_MAX = 0xFFFF;

    private final FirstMacs firstMacs;
    private final MirroredMap macs;
    private final MirroredMap listeners;
    private final MirroredMap backends;
    private final MirroredMap hosts;
    private final MirroredMap networks;
    private final BpfMap counts;

    private FilterMaps(BpfFolder folder) {
        firstMacs = FirstMacs.open(folder);
        macs = MirroredMap.open(folder, "macs", Keys.MACS);
        listeners = MirroredMap.open(folder, "listeners", Keys.ENDPOINTS);
        backends = MirroredMap.open(folder, "backends", Keys.ENDPOINTS);
        hosts = MirroredMap.open(folder, "hosts", Keys.HOSTS);
        networks = MirroredMap.open(folder, "networks", Keys.NETWORKS);
        counts = folder.map("counts", Keys.COUNTS);
    }

    /** Opens what a predecessor left, and makes what is not there. */
    static FilterMaps open(BpfFolder folder) {
        return new FilterMaps(folder);
    }

    /**
     * Lets the maps say what the rules say. First all that is new comes, then what is old goes:
     * what both have is never absent.
     */
    void apply(FilterRules rules) {
        var wanted = new HashMap<MirroredMap, Map<ByteBuffer, ByteBuffer>>();
        wanted.put(macs, macs(rules));
        wanted.put(listeners, endpoints(rules.listeners()));
        wanted.put(backends, endpoints(rules.backends()));
        wanted.put(hosts, hosts(rules));
        wanted.put(networks, networks(rules));
        wanted.forEach(MirroredMap::add);
        firstMacs.apply(rules.macs());
        wanted.forEach(MirroredMap::removeOthers);
    }

    private static Map<ByteBuffer, ByteBuffer> macs(FilterRules rules) {
        var elements = new HashMap<ByteBuffer, ByteBuffer>();
        rules.macs()
                .forEach((ifindex, macs) ->
                        macs.forEach(mac -> elements.put(Keys.mac(ifindex, mac), THERE)));
        return elements;
    }

    private static Map<ByteBuffer, ByteBuffer> endpoints(Collection<Endpoint> endpoints) {
        var elements = new HashMap<ByteBuffer, ByteBuffer>();
        endpoints.forEach(endpoint -> elements.put(Keys.endpoint(endpoint), THERE));
        return elements;
    }

    private static Map<ByteBuffer, ByteBuffer> hosts(FilterRules rules) {
        var flags = new HashMap<Address, Integer>();
        rules.virtualAddresses().forEach(a -> flags.merge(a, Keys.VIRTUAL, (x, y) -> x | y));
        rules.ownedAddresses().forEach(a -> flags.merge(a, Keys.OWNED, (x, y) -> x | y));
        rules.hostAddresses().forEach(a -> flags.merge(a, Keys.OF_KERNEL, (x, y) -> x | y));
        rules.backends().forEach(b -> flags.merge(b.address(), Keys.OF_BACKEND, (x, y) -> x | y));
        var elements = new HashMap<ByteBuffer, ByteBuffer>();
        flags.forEach((address, flag) -> elements.put(Keys.host(address), Keys.flags(flag)));
        return elements;
    }

    private static Map<ByteBuffer, ByteBuffer> networks(FilterRules rules) {
        var elements = new HashMap<ByteBuffer, ByteBuffer>();
        rules.shared()
                .forEach((address, ports) ->
                        elements.put(
                                Keys.network(LocalNetwork.of(address)),
                                Keys.networkValue(0, ports.first(), ports.last())));
        ByteBuffer whole = Keys.networkValue(Keys.WHOLE, 0, PORT_MAX);
        rules.localNetworks().forEach(network -> elements.put(Keys.network(network), whole));
        return elements;
    }

    BpfMap firstMacs() {
        return firstMacs.map();
    }

    BpfMap macs() {
        return macs.map();
    }

    BpfMap listeners() {
        return listeners.map();
    }

    BpfMap backends() {
        return backends.map();
    }

    BpfMap hosts() {
        return hosts.map();
    }

    BpfMap networks() {
        return networks.map();
    }

    BpfMap counts() {
        return counts;
    }

    @Override
    public void close() {
        firstMacs.close();
        macs.close();
        listeners.close();
        backends.close();
        hosts.close();
        networks.close();
        counts.close();
    }
}
