package dev.sluice.linux.netlink;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.util.List;
import java.util.Optional;

/** The routes of a namespace, IPv4 and IPv6, of all tables. */
public final class Routes {
    private final NetlinkSocket socket;

    Routes(NetlinkSocket socket) {
        this.socket = socket;
    }

    public List<Route> all() {
        var request = new MessageWriter(Abi.RTM_GETROUTE, Abi.NLM_F_DUMP);
        request.bytes(new byte[Abi.RTMSG_SIZE]);
        return socket.dump(request, "cannot list routes").stream()
                .filter(message -> message.type() == Abi.RTM_NEWROUTE)
                .map(RouteCodec::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Adds a route, in place of one to the same network with the same priority. */
    public void put(Route route) {
        int flags = Abi.NLM_F_ACK | Abi.NLM_F_CREATE | Abi.NLM_F_REPLACE;
        socket.change(
                RouteCodec.write(Abi.RTM_NEWROUTE, flags, route), "cannot add the route " + route);
    }

    /** Takes a route away; one that is not there is no matter. */
    public void delete(Route route) {
        try {
            socket.change(
                    RouteCodec.write(Abi.RTM_DELROUTE, Abi.NLM_F_ACK, route),
                    "cannot delete the route " + route);
        } catch (KernelException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }
}
