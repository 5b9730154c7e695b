package dev.sluice.director.own.speak;

import dev.sluice.director.own.vrrp.Advert;
import dev.sluice.director.own.vrrp.AdvertCodec;
import dev.sluice.director.own.vrrp.Heard;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.packet.AddressAnswer;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.table.Address;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.raw.FrameSender;
import dev.sluice.linux.raw.RawIpSocket;
import dev.sluice.linux.raw.RawMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** An interface at which one IP version of the protocol is spoken. Used by the speaker's thread. */
final class SpokenLink implements AutoCloseable {
    static final Address GROUP = Address.parse("224.0.0.18").orElseThrow();
    static final Address GROUP_6 = Address.parse("ff02::12").orElseThrow();

    /** How many packets are taken before others have their turn. */
    private static final int RECEIVE_MAX = 256;

    /** One may be lost. */
    private static final int ANNOUNCEMENTS = 3;

    private static final int MESSAGE_MAX = 8 + 255 * 16;

    /** An advertisement; announcements are shorter. */
    private static final int FRAME_MAX = EthernetHeader.LENGTH + Ipv6Header.LENGTH + MESSAGE_MAX;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment message = arena.allocate(MESSAGE_MAX, 8);
    private final MemorySegment frame = arena.allocate(FRAME_MAX, 8);
    private final boolean ipv6;
    private final int ifindex;
    private final RawIpSocket socket;
    private final FrameSender frames;
    private Set<Long> macs = Set.of();

    private SpokenLink(boolean ipv6, int ifindex, RawIpSocket socket, FrameSender frames) {
        this.ipv6 = ipv6;
        this.ifindex = ifindex;
        this.socket = socket;
        this.frames = frames;
    }

    static SpokenLink open(boolean ipv6, String link, int ifindex) {
        RawIpSocket socket = RawIpSocket.open(ipv6, AdvertCodec.PROTOCOL, link, ifindex);
        try {
            socket.join((ipv6 ? GROUP_6 : GROUP).inetAddress());
            return new SpokenLink(ipv6, ifindex, socket, FrameSender.open(ifindex));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The interface's number, which is another when it went and came back. */
    int ifindex() {
        return ifindex;
    }

    int fd() {
        return socket.fd();
    }

    /** Takes what has come. */
    void receive(Consumer<Heard> to) {
        for (int i = 0; i < RECEIVE_MAX && socket.receive(); i++) {
            RawMessage received = socket.received();
            to.accept(ipv6 ? ofIpv6(received) : Heard.ofIpv4(received.content()));
        }
    }

    private static Heard ofIpv6(RawMessage received) {
        Address source = Address.of(received.source());
        Address destination = Address.of(received.destination());
        return new Heard(
                source,
                AdvertCodec.read(received.content(), source, destination, received.hopLimit()));
    }

    /**
     * Sends an advertisement to all, or to each peer.
     *
     * @return the negative of an error's number where one could not be sent, else 0
     */
    int send(VirtualRouterSettings router, Advert advert) {
        if (router.hasMac()) {
            return sendFromMac(router, advert);
        }
        List<Address> to =
                router.peers().isEmpty() ? List.of(ipv6 ? GROUP_6 : GROUP) : router.peers();
        int worst = 0;
        for (Address one : to) {
            int length = AdvertCodec.write(advert, message, router.source(), one);
            int result =
                    socket.send(message, length, router.source().inetAddress(), one.inetAddress());
            worst = Math.min(worst, result);
        }
        return worst;
    }

    /** Switches learn from it where the virtual router's MAC is. */
    private int sendFromMac(VirtualRouterSettings router, Advert advert) {
        Address to = ipv6 ? GROUP_6 : GROUP;
        int at = AdvertFrame.begin(ipv6);
        int length = AdvertCodec.write(advert, frame.asSlice(at), router.source(), to);
        int whole = AdvertFrame.finish(frame, router.mac(), router.source(), to, length);
        return frames.send(frame, whole) ? 0 : -Errno.EAGAIN;
    }

    /**
     * Receives what is for these MACs, beside the interface's own, and for no others any more. The
     * kernel ends it when this process is gone, however it went.
     */
    void listenTo(Set<Long> newest) {
        for (long mac : newest) {
            if (!macs.contains(mac)) {
                frames.listenTo(mac);
            }
        }
        for (long mac : macs) {
            if (!newest.contains(mac)) {
                frames.listenNoMoreTo(mac);
            }
        }
        macs = Set.copyOf(newest);
    }

    /** Tells the link that addresses are here. */
    void announce(List<Address> addresses, long mac) {
        for (int i = 0; i < ANNOUNCEMENTS; i++) {
            for (Address address : addresses) {
                int length =
                        address.isIpv4()
                                ? AddressAnswer.announceArp(frame, 0, mac, (int) address.low())
                                : AddressAnswer.announceNeighbour(
                                        frame, 0, mac, address.high(), address.low());
                frames.send(frame, length);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        frames.close();
        arena.close();
    }
}
