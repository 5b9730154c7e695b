package dev.sluice.director.sync.run;

import dev.sluice.director.sync.Outlet;
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
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams to peers and from them. Where a peer is, is learned from datagrams of its that
 * were taken: until then it is told with all others.
 */
final class Wire implements Outlet, AutoCloseable {
    /** What comes while the thread is busy with something else. */
    private static final int BUFFER_BYTES = 8 << 20;

    private final UdpSocket socket;
    private final BulkAsker asker;
    private final List<Place> all = new ArrayList<>();
    private final Map<Integer, Place> byNode = new HashMap<>();
    private Set<InetAddress> addresses = Set.of();
    long sentBytes;
    long receivedBytes;
    long notSent;

    /** Opens its socket in the calling thread's namespace. */
    Wire(Meeting meeting, BulkAsker asker) {
        this.asker = asker;
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

    /** Takes a datagram that waits; below 0 if none does. */
    int receive(byte[] into) {
        int length = socket.receive(into);
        receivedBytes += Math.max(0, length);
        return length;
    }

    /** The datagram that came last is a peer's. */
    void isOf(int node) {
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

    @Override
    public void send(int node, byte[] bytes, int length) {
        @Nullable Place place = node == ALL ? null : byNode.get(node);
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
            sentBytes += length;
        } else {
            notSent++;
        }
    }

    @Override
    public void openBulk(int node, byte[] request, int length) {
        Place place = byNode.get(node);
        asker.open(place == null ? null : place.address(), request, length);
    }

    @Override
    public void closeBulk() {
        asker.close();
    }

    @Override
    public void close() {
        socket.close();
    }
}
