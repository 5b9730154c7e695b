package dev.sluice.director.forward;

import static dev.sluice.linux.call.NativeMemory.ALL;

import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpShift;
import dev.sluice.director.session.Session;

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
        int flags = bench.parsed.of(i).tcpFlags;
        if ((flags & TcpHeader.ACK) == 0) {
            return;
        }
        long tcp = bench.batch.address(i) + bench.parsed.of(i).payload;
        int by = -Session.deltaOut(ALL, at);
        TcpShift.acknowledgement(ALL, tcp, by);
        TcpShift.selective(ALL, tcp, TcpHeader.headerLength(ALL, tcp), by);
        int scale = Session.windowIn(ALL, at);
        if (scale != 0) {
            TcpShift.window(ALL, tcp, scale);
        }
    }

    /** Before a segment of the server's goes to the client. */
    void toClient(int i, long at) {
        long tcp = bench.batch.address(i) + bench.parsed.of(i).payload;
        TcpShift.sequence(ALL, tcp, Session.deltaOut(ALL, at));
        int scale = Session.windowOut(ALL, at);
        if (scale != 0) {
            TcpShift.window(ALL, tcp, scale);
        }
    }
}
