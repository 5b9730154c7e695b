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

    /** Times that datagrams are taken between other things. */
    private static final int TAKEN_MAX = 16;

    /** Sessions that may be taken at a time. */
    static final int ROOM = UdpSocket.RECEIVED_BYTES_MAX / SyncThread.SESSION_BYTES_MIN;

    private final UdpSocket socket;
    private final Traffic traffic;
    private final byte[] received = new byte[UdpSocket.RECEIVED_BYTES_MAX];
    private final byte[] waiting = new byte[UdpSocket.SENT_BYTES_MAX];
    private final List<Place> all = new ArrayList<>();
    private final Map<Integer, Place> byNode = new HashMap<>();
    private Set<InetAddress> addresses = Set.of();
    private int waitingBytes;
    private int waitingEach;
    private int waitingCount;

    /** Opens its socket in the calling thread's namespace. */
    Wire(Meeting meeting, Traffic traffic) {
        this.traffic = traffic;
        this.socket = UdpSocket.open(meeting.ipv6(), meeting.own(), meeting.port(), BUFFER_BYTES);
        socket.receiveTogether();
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
        for (int i = 0; i < TAKEN_MAX && room.getAsInt() >= ROOM; i++) {
            int length = socket.receive(received);
            if (length < 0) {
                return;
            }
            traffic.receivedBytes += length;
            int each = socket.each() == 0 ? Math.max(1, length) : socket.each();
            int at = 0;
            do {
                int node = sync.receive(received, at, Math.min(each, length - at), nowMs);
                if (node != 0) {
                    isOf(node);
                }
                at += each;
            } while (at < length);
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

    /** Sends a datagram to a peer, or with others to {@link Outlet#ALL}. */
    void send(int node, byte[] bytes, int length) {
        @Nullable Place place = node == Outlet.ALL ? null : byNode.get(node);
        if (place == null) {
            add(bytes, length);
            return;
        }
        flush();
        count(length, 1, socket.send(bytes, length, place) ? 1 : 0);
    }

    /** Only the last of those that are sent together may be shorter. */
    private void add(byte[] bytes, int length) {
        boolean fits =
                length <= waitingEach
                        && waitingBytes + length <= waiting.length
                        && waitingCount < UdpSocket.SENT_MAX;
        if (waitingCount > 0 && !fits) {
            flush();
        }
        if (waitingCount == 0) {
            waitingEach = length;
        }
        System.arraycopy(bytes, 0, waiting, waitingBytes, length);
        waitingBytes += length;
        waitingCount++;
        if (length < waitingEach) {
            flush();
        }
    }

    /** Sends what waits for others to be sent with. */
    void flush() {
        for (int i = 0; i < all.size() && waitingCount > 0; i++) {
            int sent = socket.send(waiting, waitingBytes, waitingEach, all.get(i));
            count(waitingBytes, waitingCount, sent);
        }
        waitingCount = 0;
        waitingBytes = 0;
    }

    private void count(int bytes, int datagrams, int sent) {
        traffic.sentBytes += sent == datagrams ? bytes : (long) bytes / datagrams * sent;
        traffic.notSent += datagrams - sent;
    }

    @Override
    public void close() {
        socket.close();
    }
}
