package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.IcmpError;
import dev.sluice.director.packet.IcmpHeader;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpReset;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.table.ForwardedListener;
import java.lang.foreign.MemorySegment;

/**
 * Tells a sender that its packet leads nowhere, in place of the packet and to where it came from:
 * by a reset for TCP, by "port unreachable" for UDP.
 */
final class Refuse {
    private final Workbench bench;
    private final Answer back;

    Refuse(Workbench bench, Answer back) {
        this.bench = bench;
        this.back = back;
    }

    /** Answers a packet that was not rewritten; what may not be answered is dropped. */
    void answer(int i, Drop why) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        boolean tcp = parsed.protocol[i] == ForwardedListener.TCP;
        boolean reset = tcp && (parsed.tcpFlags[i] & TcpHeader.RST) != 0;
        if (reset || (!tcp && !grow(i))) {
            batch.drop(i, why);
            return;
        }
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        long ip = frame + parsed.ip[i];
        int length =
                tcp
                        ? TcpReset.answer(
                                memory, ip, frame + parsed.payload[i], frame + parsed.end[i])
                        : unreachable(i, ip + IcmpError.headers(parsed.ipv4[i]));
        batch.resize(i, frame, parsed.ip[i] + length);
        back.back(i);
    }

    /** Lets the frame begin earlier by an ICMP error's headers, its Ethernet header with it. */
    private boolean grow(int i) {
        Batch batch = bench.batch;
        int headers = IcmpError.headers(bench.parsed.ipv4[i]);
        if (batch.headroom(i) < headers) {
            return false;
        }
        long frame = batch.frame(i);
        Wire.move(batch.memory(), frame, frame - headers, bench.parsed.ip[i]);
        batch.resize(i, frame - headers, batch.length(i) + headers);
        return true;
    }

    /**
     * @param quoted where the packet's own header lies
     */
    private int unreachable(int i, long quoted) {
        Parsed parsed = bench.parsed;
        int length = parsed.end[i] - parsed.ip[i];
        return parsed.ipv4[i]
                ? IcmpError.write(
                        bench.batch.memory(),
                        quoted,
                        length,
                        (int) parsed.destinationLow[i],
                        IcmpHeader.UNREACHABLE,
                        IcmpHeader.PORT_UNREACHABLE,
                        0)
                : IcmpError.writeV6(
                        bench.batch.memory(),
                        quoted,
                        length,
                        parsed.destinationHigh[i],
                        parsed.destinationLow[i],
                        IcmpHeader.V6_UNREACHABLE,
                        IcmpHeader.V6_PORT_UNREACHABLE,
                        0);
    }
}
