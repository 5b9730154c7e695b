package dev.sluice.director.warm;

import dev.sluice.director.packet.ArpPacket;
import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.IcmpHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.linux.xdp.PlayedSocket;
import dev.sluice.linux.xdp.Umem;
import java.lang.foreign.MemorySegment;

/**
 * What comes beside connections of nobody: hosts that ask who has an address, and whether somebody
 * is there; an answer of one who is no client.
 */
final class NobodysQuestions {
    private static final int IP = EthernetHeader.LENGTH;
    private static final int ROUTER = 0xC000_0201;
    private static final int LOCAL = 0x0AC8_0005;
    private static final int STRANGER = 0x0A09_0909;
    private static final int VIRTUAL = (int) NobodysListeners.VIRTUAL[0].low();
    private static final int[] ASKED = {VIRTUAL, LOCAL, STRANGER};

    private final MemorySegment memory;
    private final NobodysFrames frames;

    NobodysQuestions(MemorySegment memory, NobodysFrames frames) {
        this.memory = memory;
        this.frames = frames;
    }

    /** All of them have come. */
    void ask(PlayedSocket clients) {
        for (int asked : ASKED) {
            long at = clients.chunk() + Umem.HEADROOM_BYTES;
            EthernetHeader.putAddresses(
                    memory, at, EthernetHeader.BROADCAST, NobodysListeners.CLIENT_MAC);
            EthernetHeader.putType(memory, at, EthernetHeader.TYPE_ARP);
            long mac = NobodysListeners.CLIENT_MAC;
            ArpPacket.write(memory, at + IP, ArpPacket.REQUEST, mac, ROUTER, 0, asked);
            clients.receive(at, EthernetHeader.FRAME_MIN);
        }
        echo(clients, false);
        echo(clients, true);
        stray(clients);
    }

    /** To IPv6 with a checksum that is wrong: it is looked at, and refused. */
    private void echo(PlayedSocket clients, boolean ipv6) {
        long at = clients.chunk() + Umem.HEADROOM_BYTES;
        frames.ask(at, ipv6, 0, 0, false, 0);
        long ip = at + IP;
        long message = ip + (ipv6 ? Ipv6Header.LENGTH : Ipv4Header.LENGTH);
        Wire.put64(memory, message, 0);
        if (ipv6) {
            Ipv6Header.putNextHeader(memory, ip, Ipv6Header.NEXT_ICMPV6);
            IcmpHeader.putTypeAndCode(memory, message, IcmpHeader.V6_ECHO_REQUEST, 0);
        } else {
            Ipv4Header.putProtocol(memory, ip, Ipv4Header.PROTOCOL_ICMP);
            Ipv4Header.sign(memory, ip, Ipv4Header.LENGTH);
            IcmpHeader.putTypeAndCode(memory, message, IcmpHeader.ECHO_REQUEST, 0);
        }
        int length = NobodysFrames.length(ipv6) - (int) (message - at);
        int sum = Checksum.sum(memory, message, length);
        IcmpHeader.putChecksum(memory, message, Checksum.of(sum));
        clients.receive(at, NobodysFrames.length(ipv6));
    }

    /** A segment to an address that is not the director's. */
    private void stray(PlayedSocket clients) {
        long at = clients.chunk() + Umem.HEADROOM_BYTES;
        frames.ask(at, false, 0, NobodysListeners.PORT, true, TcpHeader.ACK);
        Ipv4Header.putDestination(memory, at + IP, STRANGER);
        Ipv4Header.sign(memory, at + IP, Ipv4Header.LENGTH);
        clients.receive(at, NobodysFrames.length(false));
    }
}
