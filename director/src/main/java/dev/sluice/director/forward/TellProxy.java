package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.Lengthen;
import dev.sluice.director.packet.ProxyHeader;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpShift;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.session.Session;
import java.lang.foreign.MemorySegment;

/**
 * Tells servers the client's address by a PROXY header before the client's first byte. The sequence
 * number of the client's SYN is made less by the header's length, so that the header has numbers of
 * its own, right before the first byte, and nothing after it needs to be shifted:
 *
 * <pre>
 *  client      SYN                     first byte
 *               │                       │
 *  sequence     C       (nothing)      C+1 …
 *  server     C-H   C-H+1 … C          C+1 …
 *              SYN   header            first byte
 * </pre>
 *
 * The header travels with the handshake's last acknowledgement, so that servers that speak first
 * have it; and again with what the client sends later, until the server has acknowledged it. Where
 * a segment has no room for it, it goes in one of its own. While it may be missing, nothing of the
 * client's that would lie in its place is let through.
 *
 * <p>UDP has it in every datagram: a server need not remember who sent what.
 */
final class TellProxy {
    /** The least time that TCP takes for lost what was not acknowledged. */
    private static final int AGAIN_MS = 200;

    private static final int CLOCK_MASK = 0xFFFF;

    private final Workbench bench;
    private final OwnSegments segments;

    TellProxy(Workbench bench, OwnSegments segments) {
        this.bench = bench;
        this.segments = segments;
    }

    /** The header's length. */
    int length(long at) {
        return ProxyHeader.length(
                Session.clientHigh(bench.slab, at), Session.clientLow(bench.slab, at));
    }

    /** How many sequence numbers before its first byte a client's bytes begin for the server. */
    int before(long at) {
        return Session.has(bench.slab, at, Flags.TELL_PROXY) ? length(at) : 0;
    }

    /** Writes the header. */
    int write(long to, long at) {
        MemorySegment slab = bench.slab;
        return ProxyHeader.write(
                bench.batch.memory(),
                to,
                Session.protocol(slab, at),
                Session.clientHigh(slab, at),
                Session.clientLow(slab, at),
                Session.clientPort(slab, at),
                Session.virtualHigh(slab, at),
                Session.virtualLow(slab, at),
                Session.virtualPort(slab, at));
    }

    /** The header is on its way. */
    void told(long at) {
        Session.toldMs(bench.slab, at, bench.nowMs);
        Session.mark(bench.slab, at, Flags.PROXY_TOLD);
    }

    /**
     * Before a segment of the client's goes to the server.
     *
     * @return why it may not go there; {@link Drop#NONE} if it may
     */
    Drop toServer(int i, long at, int mtu) {
        MemorySegment memory = bench.batch.memory();
        int flags = bench.parsed.of(i).tcpFlags;
        long tcp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        int data = bench.parsed.of(i).dataBytes(TcpHeader.headerLength(memory, tcp));
        if ((flags & TcpHeader.SYN) != 0) {
            TcpShift.sequence(memory, tcp, -length(at));
            return data > 0 ? Drop.BEFORE_HEADER : Drop.NONE;
        }
        if (TcpHeader.sequence(memory, tcp) - Session.deltaBegin(bench.slab, at) < 0) {
            return Drop.BEFORE_HEADER;
        }
        if ((flags & TcpHeader.RST) == 0 && isDue(at)) {
            put(i, at, data, mtu);
        }
        return Drop.NONE;
    }

    private boolean isDue(long at) {
        int passedMs = ((int) bench.nowMs - Session.toldMs(bench.slab, at)) & CLOCK_MASK;
        return passedMs >= AGAIN_MS || !Session.has(bench.slab, at, Flags.PROXY_TOLD);
    }

    private void put(int i, long at, int data, int mtu) {
        Batch batch = bench.batch;
        int header = length(at);
        int packet = bench.parsed.of(i).end - bench.parsed.of(i).ip;
        boolean fits = packet + header <= mtu;
        if (fits && data == 0 && batch.chunkBytes() - batch.headroom(i) >= packet + 2 * header) {
            append(i, at);
        } else if (fits && batch.headroom(i) >= header) {
            insert(i, at);
        } else if (!sendAlone(i, at)) {
            return;
        }
        told(at);
    }

    /** Into a segment that has no data, behind its header: padding may have been there. */
    private void append(int i, long at) {
        Parsed parsed = bench.parsed;
        long frame = bench.batch.frame(i);
        int header = write(frame + parsed.of(i).end, at);
        bench.batch.resize(i, frame, parsed.of(i).end + header);
        lengthen(i, header);
    }

    /** Before a segment's data: all headers move to the front. */
    private void insert(int i, long at) {
        Parsed parsed = bench.parsed;
        MemorySegment memory = bench.batch.memory();
        long frame = bench.batch.frame(i);
        long tcp = frame + parsed.of(i).payload;
        int headers = parsed.of(i).payload + TcpHeader.headerLength(memory, tcp);
        int header = length(at);
        Wire.move(memory, frame, frame - header, headers);
        write(frame - header + headers, at);
        bench.batch.resize(i, frame - header, bench.batch.length(i) + header);
        lengthen(i, header);
    }

    /** Lengths, checksum and sequence number follow a header that was put in. */
    private void lengthen(int i, int header) {
        MemorySegment memory = bench.batch.memory();
        long frame = bench.batch.frame(i);
        long tcp = frame + bench.parsed.of(i).payload;
        long data = tcp + TcpHeader.headerLength(memory, tcp);
        Lengthen.tcp(memory, frame + bench.parsed.of(i).ip, tcp, data, header);
        TcpShift.sequence(memory, tcp, -header);
        bench.parsed.of(i).end += header;
    }

    private boolean sendAlone(int i, long at) {
        int spare = segments.spare(at);
        if (spare < 0) {
            return false;
        }
        MemorySegment memory = bench.batch.memory();
        long tcp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        int acknowledgement =
                TcpHeader.acknowledgement(memory, tcp) - Session.deltaOut(bench.slab, at);
        int header = write(segments.options(spare, at), at);
        segments.toServer(
                spare,
                at,
                Session.deltaBegin(bench.slab, at) - header,
                acknowledgement,
                TcpHeader.ACK,
                TcpHeader.window(memory, tcp),
                0,
                header);
        return true;
    }

    /** Before a segment of the server's goes to the client, which knows of no header. */
    void toClient(int i, long at) {
        int flags = bench.parsed.of(i).tcpFlags;
        if ((flags & TcpHeader.ACK) == 0) {
            return;
        }
        MemorySegment memory = bench.batch.memory();
        long tcp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        int beyond = TcpHeader.acknowledgement(memory, tcp) - Session.deltaBegin(bench.slab, at);
        if (beyond < 0) {
            TcpShift.acknowledgement(memory, tcp, -beyond);
            Session.unmark(bench.slab, at, Flags.PROXY_TOLD);
        } else {
            Session.unmark(bench.slab, at, Flags.TELL_PROXY | Flags.PROXY_TOLD);
            Session.mark(bench.slab, at, Session.DURABLE_CHANGED);
        }
    }

    /**
     * Puts the header before a datagram's data.
     *
     * @return {@link Drop#TOO_BIG} if it does not fit
     */
    Drop datagram(int i, long at, int mtu) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        int header = length(at);
        boolean fits = parsed.of(i).end - parsed.of(i).ip + header <= mtu;
        if (!fits || batch.headroom(i) < header) {
            return Drop.TOO_BIG;
        }
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        int headers = parsed.of(i).payload + UdpHeader.LENGTH;
        Wire.move(memory, frame, frame - header, headers);
        write(frame - header + headers, at);
        batch.resize(i, frame - header, batch.length(i) + header);
        long moved = frame - header;
        Lengthen.udp(memory, moved + parsed.of(i).ip, moved + parsed.of(i).payload, header);
        parsed.of(i).end += header;
        return Drop.NONE;
    }
}
