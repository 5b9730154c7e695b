package dev.sluice.linux.netlink;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The neighbours of a namespace's interfaces, IPv4 (ARP) and IPv6 (neighbour discovery). */
public final class Neighbours {
    private static final int PUT = Abi.NLM_F_ACK | Abi.NLM_F_CREATE | Abi.NLM_F_REPLACE;

    private final NetlinkSocket socket;

    Neighbours(NetlinkSocket socket) {
        this.socket = socket;
    }

    public List<Neighbour> all() {
        var request = new MessageWriter(Abi.RTM_GETNEIGH, Abi.NLM_F_DUMP);
        request.bytes(new byte[Abi.NDMSG_SIZE]);
        return socket.dump(request, "cannot list neighbours").stream()
                .filter(message -> message.type() == Abi.RTM_NEWNEIGH)
                .map(Neighbour::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Has the kernel resolve a neighbour now and keep its MAC fresh from then on, though nobody
     * sends by the kernel (Linux 5.16: NTF_EXT_MANAGED).
     */
    public void manage(int interfaceIndex, InetAddress address) {
        var request = about(Abi.RTM_NEWNEIGH, PUT, interfaceIndex, address, Abi.NUD_NONE);
        request.attribute(Abi.NDA_FLAGS_EXT, Abi.NTF_EXT_MANAGED);
        socket.change(request, "cannot manage the neighbour " + address.getHostAddress());
    }

    /** Says a neighbour's MAC for good. */
    public void put(int interfaceIndex, InetAddress address, long mac) {
        var request = about(Abi.RTM_NEWNEIGH, PUT, interfaceIndex, address, Abi.NUD_PERMANENT);
        request.attribute(Abi.NDA_LLADDR, MessageWriter.mac(mac));
        socket.change(request, "cannot set the neighbour " + address.getHostAddress());
    }

    /** Forgets a neighbour; one that is not there is no matter. */
    public void delete(int interfaceIndex, InetAddress address) {
        try {
            socket.change(
                    about(Abi.RTM_DELNEIGH, Abi.NLM_F_ACK, interfaceIndex, address, Abi.NUD_NONE),
                    "cannot delete the neighbour " + address.getHostAddress());
        } catch (KernelException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /** struct ndmsg: family, pad of three bytes, interface, state, flags, type. */
    private static MessageWriter about(
            int type, int flags, int interfaceIndex, InetAddress address, int state) {
        var request = new MessageWriter(type, flags);
        request.number1(address instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6);
        request.number1(0).number2(0).number4(interfaceIndex);
        request.number2(state).number1(0).number1(0);
        return request.attribute(Abi.NDA_DST, address);
    }
}
