package dev.sluice.director.backend;

import dev.sluice.director.filter.LocalNetwork;
import dev.sluice.director.table.Address;
import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.MapShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The maps of the programs on a backend. Addresses are 16 bytes in network order, IPv4 as
 * ::ffff:a.b.c.d.
 *
 * <pre>
 * directors  prefix (host order) 4 | address 16     → 1     whom to believe
 * outers     address 16                             → 1     where tunnels end
 * clients    a socket       → address 16 | port (network order) 2 | zero 2
 * handled    number of {@link Handled}              → how often
 * </pre>
 */
final class BackendMaps implements AutoCloseable {
    static final int CLIENT_BYTES = 20;
    static final int CLIENT_PORT_AT = 16;

    private static final int ENTRIES_MAX = 4096;
    private static final int THERE = 1;

    final BpfMap directors;
    final BpfMap outers;
    final BpfMap clients;
    final BpfMap handled;

    /** Opens those that are pinned, and makes what is not there. */
    BackendMaps(BpfFolder folder) {
        directors =
                folder.map(
                        "directors",
                        MapShape.networks(AddressKeys.BYTES, Integer.BYTES, ENTRIES_MAX));
        outers = folder.map("outers", MapShape.hash(AddressKeys.BYTES, Integer.BYTES, ENTRIES_MAX));
        clients = folder.map("clients", MapShape.socketStorage(CLIENT_BYTES));
        handled = folder.map("handled", MapShape.counters(Handled.values().length));
    }

    /** Believes what comes from these networks, and nothing else. */
    void believe(Collection<LocalNetwork> networks) {
        replace(directors, networks.stream().map(BackendMaps::key).toList());
    }

    /** Takes packets out of tunnels that end at these addresses, and at no other. */
    void endTunnelsAt(Collection<Address> addresses) {
        replace(outers, addresses.stream().map(BackendMaps::key).toList());
    }

    /** What stays is never absent. */
    private static void replace(BpfMap map, List<byte[]> keys) {
        keys.forEach(key -> map.put(key, BpfMap.bytesOf(THERE)));
        for (byte[] old : map.keys()) {
            if (keys.stream().noneMatch(key -> Arrays.equals(key, old))) {
                map.remove(old);
            }
        }
    }

    private static byte[] key(LocalNetwork network) {
        return ByteBuffer.allocate(Integer.BYTES + AddressKeys.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(network.prefix())
                .put(key(network.address()))
                .array();
    }

    private static byte[] key(Address address) {
        return ByteBuffer.allocate(AddressKeys.BYTES)
                .putLong(address.high())
                .putLong(address.low())
                .array();
    }

    /** Whom to believe. */
    List<LocalNetwork> believed() {
        return directors.keys().stream()
                .map(ByteBuffer::wrap)
                .map(key ->
                        new LocalNetwork(
                                new Address(key.getLong(4), key.getLong(12)),
                                key.order(ByteOrder.nativeOrder()).getInt(0)))
                .toList();
    }

    long count(Handled what) {
        return handled.sum(what.ordinal());
    }

    @Override
    public void close() {
        directors.close();
        outers.close();
        clients.close();
        handled.close();
    }
}
