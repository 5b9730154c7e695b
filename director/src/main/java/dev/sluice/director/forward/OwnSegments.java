package dev.sluice.director.forward;

import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.TcpSegment;
import dev.sluice.director.session.Session;
import java.lang.foreign.MemorySegment;

/**
 * Segments that the director sends by itself to an end of a session, over a frame that came in or
 * in a spare one. Options and data lie where {@link TcpSegment#options} says before they are sent.
 */
final class OwnSegments {
    private final Workbench bench;
    private final SendOut out;
    private final Way way;

    OwnSegments(Workbench bench, SendOut out) {
        this.bench = bench;
        this.out = out;
        this.way = new Way(bench);
    }

    /** Where the IP header lies in a place's frame. */
    long ip(int i) {
        return bench.batch.frame(i) + bench.parsed.of(i).ip;
    }

    /** Where options of a segment in a place begin. */
    long options(int i, long at) {
        return TcpSegment.options(ip(i), ipv4(at));
    }

    private boolean ipv4(long at) {
        return Ipv4Header.isIpv4(
                Session.clientHigh(bench.slab, at), Session.clientLow(bench.slab, at));
    }

    /** A spare place, its Ethernet type written; -1 if there is none. */
    int spare(long at) {
        int i = bench.batch.addSpare();
        if (i >= 0) {
            EthernetHeader.putType(
                    bench.batch.memory(),
                    bench.batch.frame(i),
                    ipv4(at) ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6);
            bench.parsed.of(i).ip = EthernetHeader.LENGTH;
        }
        return i;
    }

    /** Sends a segment to a session's server. */
    void toServer(
            int i,
            long at,
            int sequence,
            int acknowledgement,
            int flags,
            int window,
            int optionsLength,
            int dataLength) {
        MemorySegment slab = bench.slab;
        boolean nat = Session.method(slab, at) == Session.NAT;
        long ip = ip(i);
        int length =
                TcpSegment.write(
                        bench.batch.memory(),
                        ip,
                        nat ? Session.clientHigh(slab, at) : Session.localHigh(slab, at),
                        nat ? Session.clientLow(slab, at) : Session.localLow(slab, at),
                        Session.serverHigh(slab, at),
                        Session.serverLow(slab, at),
                        nat ? Session.clientPort(slab, at) : Session.localPort(slab, at),
                        Session.serverPort(slab, at),
                        sequence,
                        acknowledgement,
                        flags,
                        window,
                        optionsLength,
                        dataLength);
        send(i, length, way.toServer(at));
    }

    /** Sends a segment without options or data to a session's client. */
    void toClient(int i, long at, int sequence, int acknowledgement, int flags, int window) {
        MemorySegment slab = bench.slab;
        long ip = ip(i);
        int length =
                TcpSegment.write(
                        bench.batch.memory(),
                        ip,
                        Session.virtualHigh(slab, at),
                        Session.virtualLow(slab, at),
                        Session.clientHigh(slab, at),
                        Session.clientLow(slab, at),
                        Session.virtualPort(slab, at),
                        Session.clientPort(slab, at),
                        sequence,
                        acknowledgement,
                        flags,
                        window,
                        0,
                        0);
        send(i, length, way.toClient(at));
    }

    private void send(int i, int length, boolean hasWay) {
        if (!hasWay) {
            bench.batch.drop(i, Drop.NEXT_HOP_UNRESOLVED);
            return;
        }
        Parsed parsed = bench.parsed;
        parsed.of(i).end = parsed.of(i).ip + length;
        bench.batch.resize(i, bench.batch.frame(i), parsed.of(i).end);
        out.send(i, way);
    }
}
