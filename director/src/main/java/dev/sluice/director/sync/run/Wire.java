package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Outlet;
import dev.sluice.director.sync.SessionSync;
import dev.sluice.linux.socket.UdpSocket;
import dev.sluice.linux.socket.UdpSocket.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams to peers and from them. Where a peer is, is learned from datagrams of its that
 * were taken: until then it is told with all others.
 */
final class Wire implements AutoCloseable {
    /** What comes while the thread is busy with something else. */
    private static final int BUFFER_BYTES = 8 << 20;

    /** Datagrams that are taken between other things. */
    private static final int DATAGRAMS_MAX = 64;

    private static final int DATAGRAM_BYTES = 4096;

    /** Sessions that a datagram may hold. */
    static final int ROOM = DATAGRAM_BYTES / SyncThread.SESSION_BYTES_MIN;

    private final UdpSocket socket;
    private final Traffic traffic;
    private final byte[] datagram = new byte[DATAGRAM_BYTES];
    private final List<Place> all = new ArrayList<>();
    private final Map<Integer, Place> byNode = new HashMap<>();
    private Set<InetAddress> addresses = Set.of();

    /** Opens its socket in the calling thread's namespace. */
    Wire(Meeting meeting, Traffic traffic) {
        this.traffic = traffic;
        this.socket = UdpSocket.open(meeting.ipv6(), meeting.own(), meeting.port(), BUFFER_BYTES);
        InetAddress group = meeting.group();
        try {
            if (group != null) {
                socket.join(group, meeting.ifindex());
                all.add(place(group, meeting.port()));
            }
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
        meeting.others().forEach(other -> all.add(place(other, meeting.port())));
    }

    private static Place place(InetAddress address, int port) {
        return Place.of(new InetSocketAddress(address, port));
    }

    int fd() {
        return socket.fd();
    }

    /** Takes datagrams that wait, as far as there is room for what they hold. */
    void receive(SessionSync sync, IntSupplier room, long nowMs) {
        for (int i = 0; i < DATAGRAMS_MAX && room.getAsInt() >= ROOM; i++) {
            int length = socket.receive(datagram);
            if (length < 0) {
                return;
            }
            traffic.receivedBytes += length;
            int node = sync.receive(datagram, length, nowMs);
            if (node != 0) {
                isOf(node);
            }
        }
    }

    /** The datagram that came last is a peer's. */
    private void isOf(int node) {
        if (!socket.isFrom(byNode.get(node))) {
            byNode.put(node, socket.source());
            var newest = new HashSet<InetAddress>();
            byNode.values().forEach(place -> newest.add(place.address().getAddress()));
            addresses = newest;
        }
    }

    /** Whether a peer has that address. */
    boolean isPeer(InetAddress address) {
        return addresses.contains(address);
    }

    /** Where a peer is; null until it was heard. */
    @Nullable InetSocketAddress addressOf(int node) {
        Place place = byNode.get(node);
        return place == null ? null : place.address();
    }

    /** Sends a datagram to a peer, or to {@link Outlet#ALL}. */
    void send(int node, byte[] bytes, int length) {
        @Nullable Place place = node == Outlet.ALL ? null : byNode.get(node);
        if (place != null) {
            send(bytes, length, place);
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            send(bytes, length, all.get(i));
        }
    }

    private void send(byte[] bytes, int length, Place to) {
        if (socket.send(bytes, length, to)) {
            traffic.sentBytes += length;
        } else {
            traffic.notSent++;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
