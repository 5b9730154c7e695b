package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpReset;
import dev.sluice.director.table.ForwardedListener;
import java.lang.foreign.MemorySegment;

/**
 * Tells a sender that its packet leads nowhere, in place of the packet and to where it came from:
 * by a reset for TCP, by "port unreachable" for UDP.
 */
final class Refuse {
    private final Workbench bench;
    private final Answer back;
    private final SendError errors;

    Refuse(Workbench bench, Answer back, SendError errors) {
        this.bench = bench;
        this.back = back;
        this.errors = errors;
    }

    /** Answers a packet that was not rewritten; what may not be answered is dropped. */
    void answer(int i, Drop why) {
        Parsed parsed = bench.parsed;
        if (parsed.of(i).protocol != ForwardedListener.TCP) {
            errors.portUnreachable(i, why);
        } else if ((parsed.of(i).tcpFlags & TcpHeader.RST) != 0) {
            bench.batch.drop(i, why);
        } else {
            reset(i);
        }
    }

    private void reset(int i) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        int length =
                TcpReset.answer(
                        memory,
                        frame + parsed.of(i).ip,
                        frame + parsed.of(i).payload,
                        frame + parsed.of(i).end);
        batch.resize(i, frame, parsed.of(i).ip + length);
        back.back(i);
    }
}
