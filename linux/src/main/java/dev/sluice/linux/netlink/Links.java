package dev.sluice.linux.netlink;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.util.List;
import java.util.Optional;

/** The network interfaces of a namespace. */
public final class Links {
    private static final int NEW = Abi.NLM_F_ACK | Abi.NLM_F_CREATE | Abi.NLM_F_EXCL;

    private final NetlinkSocket socket;

    Links(NetlinkSocket socket) {
        this.socket = socket;
    }

    public List<Link> all() {
        var request = about(Abi.RTM_GETLINK, Abi.NLM_F_DUMP, 0, 0, 0);
        return socket.dump(request, "cannot list interfaces").stream()
                .filter(message -> message.type() == Abi.RTM_NEWLINK)
                .map(Link::of)
                .toList();
    }

    public Optional<Link> named(String name) {
        var request =
                about(Abi.RTM_GETLINK, Abi.NLM_F_ACK, 0, 0, 0).attribute(Abi.IFLA_IFNAME, name);
        try {
            return Optional.of(Link.of(socket.ask(request, "cannot find interface " + name)));
        } catch (KernelException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An interface's number; it must be there. */
    public int index(String name) {
        return named(name)
                .orElseThrow(
                        () -> new KernelException("cannot find interface " + name, Errno.ENODEV))
                .index();
    }

    /** Makes a pair: what one end sends the other receives. */
    public void createVeth(VethEnd one, VethEnd other) {
        var request = about(Abi.RTM_NEWLINK, NEW, 0, 0, 0);
        end(request, one);
        int kind = request.beginNested(Abi.IFLA_LINKINFO);
        request.attribute(Abi.IFLA_INFO_KIND, "veth");
        int details = request.beginNested(Abi.IFLA_INFO_DATA);
        int peer = request.beginNested(Abi.VETH_INFO_PEER);
        interfaceHeader(request, 0, 0, 0);
        end(request, other);
        request.end(peer).end(details).end(kind);
        socket.change(request, "cannot make the veth pair " + one.name() + ", " + other.name());
    }

    private static void end(MessageWriter request, VethEnd end) {
        request.attribute(Abi.IFLA_IFNAME, end.name())
                .attribute(Abi.IFLA_NUM_TX_QUEUES, end.queues())
                .attribute(Abi.IFLA_NUM_RX_QUEUES, end.queues());
        if (end.space() != VethEnd.HERE) {
            request.attribute(Abi.IFLA_NET_NS_FD, end.space());
        }
    }

    public void createBridge(String name) {
        var request = about(Abi.RTM_NEWLINK, NEW, 0, 0, 0).attribute(Abi.IFLA_IFNAME, name);
        int kind = request.beginNested(Abi.IFLA_LINKINFO);
        request.attribute(Abi.IFLA_INFO_KIND, "bridge").end(kind);
        socket.change(request, "cannot make the bridge " + name);
    }

    public void up(int index) {
        socket.change(
                about(Abi.RTM_NEWLINK, Abi.NLM_F_ACK, index, Abi.IFF_UP, Abi.IFF_UP),
                "cannot switch interface " + index + " on");
    }

    public void down(int index) {
        socket.change(
                about(Abi.RTM_NEWLINK, Abi.NLM_F_ACK, index, 0, Abi.IFF_UP),
                "cannot switch interface " + index + " off");
    }

    public void mtu(int index, int mtu) {
        change(index, Abi.IFLA_MTU, mtu, "give interface " + index + " an MTU of " + mtu);
    }

    /**
     * Gives it a MAC.
     *
     * @param mac in the low 48 bits, its first byte the highest
     */
    public void mac(int index, long mac) {
        var request =
                about(Abi.RTM_NEWLINK, Abi.NLM_F_ACK, index, 0, 0)
                        .attribute(Abi.IFLA_ADDRESS, MessageWriter.mac(mac));
        socket.change(request, "cannot give interface " + index + " a MAC");
    }

    /** Makes it a port of a bridge. */
    public void join(int index, int bridge) {
        change(index, Abi.IFLA_MASTER, bridge, "join interface " + index + " to " + bridge);
    }

    /**
     * Moves it to a namespace.
     *
     * @param space the namespace's descriptor
     */
    public void move(int index, int space) {
        change(index, Abi.IFLA_NET_NS_FD, space, "move interface " + index);
    }

    /** Takes it away; a veth's other end goes too. */
    public void delete(int index) {
        socket.change(
                about(Abi.RTM_DELLINK, Abi.NLM_F_ACK, index, 0, 0),
                "cannot delete interface " + index);
    }

    private void change(int index, int attribute, int value, String what) {
        var request =
                about(Abi.RTM_NEWLINK, Abi.NLM_F_ACK, index, 0, 0).attribute(attribute, value);
        socket.change(request, "cannot " + what);
    }

    private static MessageWriter about(int type, int flags, int index, int on, int changed) {
        var request = new MessageWriter(type, flags);
        interfaceHeader(request, index, on, changed);
        return request;
    }

    /** struct ifinfomsg: family, pad, type, index, flags, which flags change. */
    private static void interfaceHeader(MessageWriter request, int index, int on, int changed) {
        request.number1(Abi.AF_UNSPEC).number1(0).number2(0).number4(index);
        request.number4(on).number4(changed);
    }
}
