package dev.sluice.linux.netlink;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/** The addresses of a namespace's interfaces. */
public final class Addresses {
    private final NetlinkSocket socket;

    Addresses(NetlinkSocket socket) {
        this.socket = socket;
    }

    public List<InterfaceAddress> all() {
        var request = new MessageWriter(Abi.RTM_GETADDR, Abi.NLM_F_DUMP);
        header(request, Abi.AF_UNSPEC, 0, 0);
        return socket.dump(request, "cannot list addresses").stream()
                .filter(message -> message.type() == Abi.RTM_NEWADDR)
                .map(InterfaceAddress::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Gives an interface an address. An IPv6 address is usable at once: nobody is asked for it. */
    public void add(InterfaceAddress address) {
        int flags = Abi.NLM_F_ACK | Abi.NLM_F_CREATE | Abi.NLM_F_REPLACE;
        var request = about(Abi.RTM_NEWADDR, flags, address);
        socket.change(request.attribute(Abi.IFA_FLAGS, Abi.IFA_F_NODAD), "cannot add " + address);
    }

    public void delete(InterfaceAddress address) {
        socket.change(about(Abi.RTM_DELADDR, Abi.NLM_F_ACK, address), "cannot delete " + address);
    }

    private static MessageWriter about(int type, int flags, InterfaceAddress address) {
        var request = new MessageWriter(type, flags);
        int family = address.address() instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
        header(request, family, address.prefix(), address.interfaceIndex());
        return request.attribute(Abi.IFA_LOCAL, address.address())
                .attribute(Abi.IFA_ADDRESS, address.address());
    }

    /** struct ifaddrmsg: family, prefix, flags, scope, interface. */
    private static void header(MessageWriter request, int family, int prefix, int index) {
        request.number1(family).number1(prefix).number1(0).number1(0).number4(index);
    }
}
