package dev.sluice.director.forward;

import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpReset;
import dev.sluice.director.session.Session;
import dev.sluice.director.table.NextHops;
import java.lang.foreign.MemorySegment;

/**
 * Ends a connection at both its ends, in answer to a segment of one of them: the segment becomes
 * the reset for who sent it, and a spare frame the one for who would have got it. Sequence numbers
 * are those of the segment, so that both ends believe it.
 */
final class Reset {
    private final Workbench bench;
    private final Answer answer;

    Reset(Workbench bench, Answer answer) {
        this.bench = bench;
        this.answer = answer;
    }

    /** Ends the connection of a session that is about to end. */
    void both(int i, long at, int direction) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        long tcp = frame + parsed.payload[i];
        int sequence = TcpHeader.sequence(memory, tcp);
        if (direction == Session.FROM_CLIENT) {
            toServer(at, sequence);
        } else {
            toClient(at, sequence);
        }
        if ((parsed.tcpFlags[i] & TcpHeader.RST) != 0) {
            batch.drop(i, Drop.BACKEND_GONE);
            return;
        }
        int length = TcpReset.answer(memory, frame + parsed.ip[i], tcp, frame + parsed.end[i]);
        batch.resize(i, frame, parsed.ip[i] + length);
        answer.back(i);
    }

    /**
     * Sends the server a reset.
     *
     * @param sequence the client's
     */
    void toServer(long at, int sequence) {
        MemorySegment slab = bench.slab;
        int method = Session.method(slab, at);
        int hop = Session.backendHop(slab, at);
        long mac = bench.hops.destinationMac(hop);
        if (method > Session.NAT || mac == NextHops.UNRESOLVED) {
            return;
        }
        boolean nat = method == Session.NAT;
        write(
                bench.hops.port(hop),
                mac,
                nat ? Session.clientHigh(slab, at) : Session.localHigh(slab, at),
                nat ? Session.clientLow(slab, at) : Session.localLow(slab, at),
                nat ? Session.clientPort(slab, at) : Session.localPort(slab, at),
                Session.serverHigh(slab, at),
                Session.serverLow(slab, at),
                Session.serverPort(slab, at),
                sequence + Session.deltaIn(slab, at));
    }

    /**
     * Sends the client a reset.
     *
     * @param sequence the server's
     */
    void toClient(long at, int sequence) {
        MemorySegment slab = bench.slab;
        long mac = Session.clientMac(slab, at);
        int port = Session.clientInterface(slab, at);
        if (mac == NextHops.UNRESOLVED || port >= bench.hops.ports()) {
            return;
        }
        write(
                port,
                mac,
                Session.virtualHigh(slab, at),
                Session.virtualLow(slab, at),
                Session.virtualPort(slab, at),
                Session.clientHigh(slab, at),
                Session.clientLow(slab, at),
                Session.clientPort(slab, at),
                sequence + Session.deltaOut(slab, at));
    }

    private void write(
            int port,
            long mac,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort,
            int sequence) {
        Batch batch = bench.batch;
        int spare = batch.addSpare();
        if (spare < 0) {
            return;
        }
        MemorySegment memory = batch.memory();
        long frame = batch.frame(spare);
        boolean ipv4 = destinationHigh == 0 && destinationLow >>> 32 == 0xFFFF;
        EthernetHeader.write(
                memory,
                frame,
                mac,
                bench.hops.sourceMac(port),
                ipv4 ? EthernetHeader.TYPE_IPV4 : EthernetHeader.TYPE_IPV6);
        int length =
                TcpReset.write(
                        memory,
                        frame + EthernetHeader.LENGTH,
                        sourceHigh,
                        sourceLow,
                        destinationHigh,
                        destinationLow,
                        sourcePort,
                        destinationPort,
                        sequence,
                        0,
                        TcpHeader.RST);
        batch.resize(spare, frame, EthernetHeader.LENGTH + length);
        batch.transmit(spare, port);
    }
}
