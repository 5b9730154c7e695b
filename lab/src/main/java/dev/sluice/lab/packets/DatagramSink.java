package dev.sluice.lab.packets;

import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;
import dev.sluice.linux.bpf.XdpMode;

/**
 * Counts the datagrams for {@link PacketBed#DATAGRAM_PORT} that reach the backend, and drops them.
 * All else goes on to its kernel.
 */
final class DatagramSink implements AutoCloseable {
    private static final int SCRATCH = -4;
    private static final int PROTOCOL = 14 + 9;
    private static final int PORT = 14 + 20 + 2;
    private static final int END = 14 + 20 + 8;
    private static final int UDP = 17;

    private final BpfMap count = BpfMap.create("sink", MapShape.counters(1));
    private final BpfProgram program = BpfProgram.xdp("sink", text());
    private final BpfLink link;

    DatagramSink(PacketBed bed) {
        int ifindex = PacketBed.end(bed.backend()).index();
        link = bed.backend().call(() -> BpfLink.xdp(program, ifindex, XdpMode.NATIVE));
    }

    long received() {
        return count.sum(0);
    }

    @Override
    public void close() {
        link.close();
        program.close();
        count.close();
    }

    private ProgramText text() {
        var p = new ProgramText();
        Label pass = p.label("pass");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END);
        p.set(R2, R6).add(R2, END).jumpIf(R7, BELOW, R2, pass);
        p.load(BYTE, R1, R6, PROTOCOL).jumpIf(R1, DIFFERS, UDP, pass);
        p.load(SHORT, R1, R6, PORT).turnAround(SHORT, R1);
        p.jumpIf(R1, DIFFERS, PacketBed.DATAGRAM_PORT, pass);
        p.set(R8, 0).count(count, R8, SCRATCH);
        p.set(R0, XdpAction.DROP.number()).exit();
        return p.place(pass).set(R0, XdpAction.PASS.number()).exit();
    }
}
