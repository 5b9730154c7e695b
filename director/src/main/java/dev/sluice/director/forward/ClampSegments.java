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

    ClampSegments(Workbench bench) {
        this.bench = bench;
    }

    /**
     * Looks at a packet that goes on.
     *
     * @param mtu of the way out
     */
    void pass(int i, int mtu) {
        Parsed parsed = bench.parsed;
        int port = bench.batch.port(i);
        if (parsed.protocol[i] != ForwardedListener.TCP
                || (parsed.tcpFlags[i] & TcpHeader.SYN) == 0
                || port < 0) {
            return;
        }
        long tcp = bench.batch.address(i) + parsed.payload[i];
        int ip = parsed.ipv4[i] ? Ipv4Header.LENGTH : Ipv6Header.LENGTH;
        int smaller = Math.min(mtu, bench.hops.mtu(port));
        TcpOptions.clampSegmentSize(
                ALL, tcp, TcpHeader.headerLength(ALL, tcp), smaller - ip - TcpHeader.LENGTH);
    }
}
