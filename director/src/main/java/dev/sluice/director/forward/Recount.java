package dev.sluice.director.forward;

import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpShift;
import dev.sluice.director.session.Session;
import java.lang.foreign.MemorySegment;

/**
 * Moves the numbers of a connection whose handshake with the client was done here: the client knows
 * the server's bytes by a cookie's sequence numbers, and its windows in the scale that the cookie
 * promised.
 */
final class Recount {
    private final Workbench bench;

    Recount(Workbench bench) {
        this.bench = bench;
    }

    /** Before a segment of the client's goes to the server. */
    void toServer(int i, long at) {
        int flags = bench.parsed.tcpFlags[i];
        if ((flags & TcpHeader.ACK) == 0) {
            return;
        }
        MemorySegment memory = bench.batch.memory();
        long tcp = bench.batch.frame(i) + bench.parsed.payload[i];
        int by = -Session.deltaOut(bench.slab, at);
        TcpShift.acknowledgement(memory, tcp, by);
        TcpShift.selective(memory, tcp, TcpHeader.headerLength(memory, tcp), by);
        int scale = Session.windowIn(bench.slab, at);
        if (scale != 0) {
            TcpShift.window(memory, tcp, scale);
        }
    }

    /** Before a segment of the server's goes to the client. */
    void toClient(int i, long at) {
        MemorySegment memory = bench.batch.memory();
        long tcp = bench.batch.frame(i) + bench.parsed.payload[i];
        TcpShift.sequence(memory, tcp, Session.deltaOut(bench.slab, at));
        int scale = Session.windowOut(bench.slab, at);
        if (scale != 0) {
            TcpShift.window(memory, tcp, scale);
        }
    }
}
