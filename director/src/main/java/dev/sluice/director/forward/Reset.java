package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpReset;
import dev.sluice.director.session.Session;
import java.lang.foreign.MemorySegment;

/**
 * Ends a connection at both its ends, in answer to a segment of one of them: the segment becomes
 * the reset for who sent it, and a spare frame the one for who would have got it. Sequence numbers
 * are those of the segment, so that both ends believe it.
 */
final class Reset {
    private final Workbench bench;
    private final Answer answer;
    private final OwnSegments segments;

    Reset(Workbench bench, Answer answer, OwnSegments segments) {
        this.bench = bench;
        this.answer = answer;
        this.segments = segments;
    }

    /** Ends the connection of a session that is about to end. */
    void both(int i, long at, int direction) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        long tcp = frame + parsed.of(i).payload;
        int sequence = TcpHeader.sequence(memory, tcp);
        if (direction == Session.FROM_CLIENT) {
            toServer(at, sequence);
        } else {
            toClient(at, sequence);
        }
        if ((parsed.of(i).tcpFlags & TcpHeader.RST) != 0) {
            batch.drop(i, Drop.BACKEND_GONE);
            return;
        }
        int length =
                TcpReset.answer(memory, frame + parsed.of(i).ip, tcp, frame + parsed.of(i).end);
        batch.resize(i, frame, parsed.of(i).ip + length);
        answer.back(i);
    }

    private void toServer(long at, int sequence) {
        if (Session.method(bench.slab, at) > Session.NAT) {
            return; // what the server would have to believe comes from the client's address
        }
        int spare = segments.spare(at);
        if (spare >= 0) {
            segments.toServer(spare, at, sequence, 0, TcpHeader.RST, 0, 0, 0);
        }
    }

    private void toClient(long at, int sequence) {
        int spare = segments.spare(at);
        if (spare >= 0) {
            int shifted = sequence + Session.deltaOut(bench.slab, at);
            segments.toClient(spare, at, shifted, 0, TcpHeader.RST, 0);
        }
    }
}
