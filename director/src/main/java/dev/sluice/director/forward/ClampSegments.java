package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpOptions;
import dev.sluice.director.table.ForwardedListener;

/**
 * Has both ends of a connection send segments that fit through the director: where one of its two
 * ports takes less than an end can know, the maximum segment size in a SYN, or in the SYN that
 * answers it, is made smaller (RFC 9293 §3.7.1). For methods that see both.
 */
final class ClampSegments {
    private final Workbench bench;
    private final Parsed parsed;

    ClampSegments(Workbench bench) {
        this.bench = bench;
        this.parsed = bench.parsed;
    }

    /**
     * Looks at a packet that goes on.
     *
     * @param mtu of the way out
     */
    void pass(int i, int mtu) {
        Parsed.Frame frame = parsed.of(i);
        if ((frame.tcpFlags & TcpHeader.SYN) == 0
                || frame.protocol != ForwardedListener.TCP
                || bench.batch.port(i) < 0) {
            return;
        }
        long tcp = bench.batch.address(i) + frame.payload;
        int ip = frame.ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        int smaller = Math.min(mtu, bench.hops.mtu(bench.batch.port(i)));
        TcpOptions.clampSegmentSize(
                ALL, tcp, TcpHeader.headerLength(ALL, tcp), smaller - ip - TcpHeader.LENGTH);
    }
}
