package dev.sluice.linux.netlink;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what changes in the network of a namespace: links, addresses, routes and neighbours, from
 * when it is opened. Used by one thread.
 */
public final class NetlinkMonitor implements AutoCloseable {
    private static final int[] GROUPS = {
        Abi.RTNLGRP_LINK,
        Abi.RTNLGRP_NEIGH,
        Abi.RTNLGRP_IPV4_IFADDR,
        Abi.RTNLGRP_IPV6_IFADDR,
        Abi.RTNLGRP_IPV4_ROUTE,
        Abi.RTNLGRP_IPV6_ROUTE
    };

    private final NetlinkSocket socket;

    private NetlinkMonitor(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Watches the calling thread's network namespace. */
    public static NetlinkMonitor open() {
        NetlinkSocket socket = NetlinkSocket.open(Abi.NETLINK_ROUTE);
        for (int group : GROUPS) {
            socket.join(group);
        }
        return new NetlinkMonitor(socket);
    }

    /** Readable when something changed, for poll. */
    public int fd() {
        return socket.fd();
    }

    /** What has changed since it was last asked; it does not wait. */
    public List<NetlinkEvent> changes() {
        var changes = new ArrayList<NetlinkEvent>();
        List<NetlinkEvent> more = next();
        while (!more.isEmpty()) {
            changes.addAll(more);
            more = next();
        }
        return changes;
    }

    private List<NetlinkEvent> next() {
        try {
            return socket.receiveWaiting("cannot watch the network").stream()
                    .flatMap(NetlinkMonitor::event)
                    .toList();
        } catch (KernelException e) {
            if (e.errno() == Errno.ENOBUFS) {
                return List.of(new NetlinkEvent.Lost());
            }
            throw e;
        }
    }

    private static Stream<NetlinkEvent> event(Message message) {
        int type = message.type();
        Optional<? extends NetlinkEvent> event =
                switch (type) {
                    case Abi.RTM_NEWLINK, Abi.RTM_DELLINK ->
                            Optional.of(
                                    new NetlinkEvent.OfLink(
                                            Link.of(message), type == Abi.RTM_DELLINK));
                    case Abi.RTM_NEWADDR, Abi.RTM_DELADDR ->
                            InterfaceAddress.of(message)
                                    .map(address ->
                                            new NetlinkEvent.OfAddress(
                                                    address, type == Abi.RTM_DELADDR));
                    case Abi.RTM_NEWROUTE, Abi.RTM_DELROUTE ->
                            RouteCodec.read(message)
                                    .map(route ->
                                            new NetlinkEvent.OfRoute(
                                                    route, type == Abi.RTM_DELROUTE));
                    case Abi.RTM_NEWNEIGH, Abi.RTM_DELNEIGH ->
                            Neighbour.of(message)
                                    .map(neighbour ->
                                            new NetlinkEvent.OfNeighbour(
                                                    neighbour, type == Abi.RTM_DELNEIGH));
                    default -> Optional.empty();
                };
        return event.<NetlinkEvent>map(one -> one).stream();
    }

    @Override
    public void close() {
        socket.close();
    }
}
