package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpOptions;
import dev.sluice.director.session.Session;

/**
 * Tells servers the client's address under fullnat: as a TCP option in the client's SYN and in the
 * segment with its first byte of data, whenever one of them is sent, and only where it fits among
 * the options and into the way out. An option takes no sequence space, so nothing is shifted.
 *
 * <p>So that the segment with the first byte has room for it, the server's SYN-ACK promises the
 * client that much less.
 */
final class TellClient {
    /** What segments are at least (RFC 9293 §3.7.1); below it nothing is taken off. */
    private static final int SEGMENT_MIN = 536;

    private final Workbench bench;

    TellClient(Workbench bench) {
        this.bench = bench;
    }

    /** Puts the option into a segment of the client's that is due to have it. */
    void beforeRewrite(int i, long at, int mtu) {
        if (!Session.has(ALL, at, Flags.TELL_CLIENT)) {
            return;
        }
        Parsed parsed = bench.parsed;
        long frame = bench.batch.address(i);
        long tcp = frame + parsed.of(i).payload;
        if (!isDue(i, at, tcp)) {
            return;
        }
        int length = length(i);
        if (parsed.of(i).end - parsed.of(i).ip + length > mtu || bench.batch.headroom(i) < length) {
            return;
        }
        int grown =
                TcpOptions.insertClient(
                        ALL,
                        frame,
                        frame + parsed.of(i).ip,
                        tcp,
                        parsed.of(i).sourceHigh,
                        parsed.of(i).sourceLow,
                        parsed.of(i).sourcePort);
        parsed.of(i).end += grown;
        bench.batch.resize(i, bench.batch.frame(i) - grown, bench.batch.length(i) + grown);
    }

    /** The SYN, or the segment with the first byte; behind that, it is due no more. */
    private boolean isDue(int i, long at, long tcp) {
        if ((bench.parsed.of(i).tcpFlags & TcpHeader.SYN) != 0) {
            return true;
        }
        int data = bench.parsed.of(i).dataBytes(TcpHeader.headerLength(ALL, tcp));
        if (data <= 0) {
            return false;
        }
        int after = TcpHeader.sequence(ALL, tcp) - Session.deltaBegin(ALL, at);
        if (after > 0) {
            Session.unmark(ALL, at, Flags.TELL_CLIENT);
            Session.mark(ALL, at, Session.DURABLE_CHANGED);
        }
        return after == 0;
    }

    private int length(int i) {
        return Ipv4Header.isIpv4(bench.parsed.of(i).sourceHigh, bench.parsed.of(i).sourceLow)
                ? TcpOptions.CLIENT_IPV4_LENGTH
                : TcpOptions.CLIENT_IPV6_LENGTH;
    }

    /** Makes the segments that a server's SYN-ACK asks for smaller by the option. */
    void leaveRoom(int i, long at) {
        if ((bench.parsed.of(i).tcpFlags & TcpHeader.SYN) == 0
                || !Session.has(ALL, at, Flags.TELL_CLIENT)) {
            return;
        }
        long tcp = bench.batch.address(i) + bench.parsed.of(i).payload;
        int header = TcpHeader.headerLength(ALL, tcp);
        int size = TcpOptions.maximumSegmentSize(ALL, tcp, header);
        TcpOptions.clampSegmentSize(ALL, tcp, header, Math.max(size - length(i), SEGMENT_MIN));
    }
}
