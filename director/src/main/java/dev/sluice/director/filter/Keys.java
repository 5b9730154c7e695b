package dev.sluice.director.filter;

import dev.sluice.director.table.Address;
import dev.sluice.linux.bpf.MapShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The keys and values of the filter's maps: what {@link FilterText} builds on its stack and
 * compares with. Addresses are 16 bytes as in a packet, IPv4 as ::ffff:a.b.c.d.
 *
 * <pre>
 * macs       ifindex (host order) 4 | MAC 6 | zero 2                        → 1
 * listeners  address 16 | port (network order) 2 | protocol 1 | zero 1      → 1
 * backends   the same
 * hosts      address 16                                                     → flags 4
 * networks   prefix (host order) 4 | address 16            → flags 4 | first 2 | last 2
 * </pre>
 *
 * First and last are ports in host order.
 */
final class Keys {
    static final int MAC_BYTES = 12;
    static final int ADDRESS_BYTES = 16;
    static final int ENDPOINT_BYTES = 20;
    static final int NETWORK_BYTES = 20;
    static final int ADDRESS_BITS = 128;

    // Flags of hosts.
    static final int VIRTUAL = 1;
    static final int OWNED = 2;
    static final int OF_BACKEND = 4;
    static final int OF_KERNEL = 8;

    // Flags of networks, and where the ports lie beside them.
    static final int WHOLE = 1;
    static final int FIRST_PORT_AT = 4;
    static final int LAST_PORT_AT = 6;
    static final int NETWORK_VALUE_BYTES = 8;

    /** Of listeners, of backends, and of addresses. */
    private static final int ENTRIES_MAX = 1 << 17;

    private static final int FEW_ENTRIES_MAX = 1 << 12;

    static final MapShape MACS = MapShape.hash(MAC_BYTES, Integer.BYTES, FEW_ENTRIES_MAX);
    static final MapShape ENDPOINTS = MapShape.hash(ENDPOINT_BYTES, Integer.BYTES, ENTRIES_MAX);
    static final MapShape HOSTS = MapShape.hash(ADDRESS_BYTES, Integer.BYTES, ENTRIES_MAX);
    static final MapShape NETWORKS =
            MapShape.networks(ADDRESS_BYTES, NETWORK_VALUE_BYTES, ENTRIES_MAX);
    static final MapShape COUNTS = MapShape.counters(Seen.values().length);

    private Keys() {}

    static ByteBuffer mac(int ifindex, long mac) {
        return ByteBuffer.allocate(MAC_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(ifindex)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(mac << 16)
                .flip();
    }

    static ByteBuffer host(Address address) {
        return ByteBuffer.allocate(ADDRESS_BYTES)
                .putLong(address.high())
                .putLong(address.low())
                .flip();
    }

    static ByteBuffer endpoint(Endpoint endpoint) {
        return ByteBuffer.allocate(ENDPOINT_BYTES)
                .putLong(endpoint.address().high())
                .putLong(endpoint.address().low())
                .putShort((short) endpoint.port())
                .put((byte) endpoint.protocol())
                .put((byte) 0)
                .flip();
    }

    static ByteBuffer network(LocalNetwork network) {
        return ByteBuffer.allocate(NETWORK_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(network.prefix())
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(network.address().high())
                .putLong(network.address().low())
                .flip();
    }

    static ByteBuffer flags(int flags) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(flags)
                .flip();
    }

    static ByteBuffer networkValue(int flags, int firstPort, int lastPort) {
        return ByteBuffer.allocate(NETWORK_VALUE_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(flags)
                .putShort((short) firstPort)
                .putShort((short) lastPort)
                .flip();
    }
}
