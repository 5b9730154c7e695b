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
import dev.sluice.linux.bpf.Width;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;
import dev.sluice.linux.bpf.XdpMode;
import java.util.function.Consumer;

/**
 * Counts the datagrams for {@link PacketBed#DATAGRAM_PORT} that reach the backend, and drops them,
 * answers them, or takes their time. All else goes on to its kernel.
 */
final class DatagramSink implements AutoCloseable {
    private static final int SCRATCH = -4;
    private static final int ADDRESSES = 14 + 12;
    private static final int PROTOCOL = 14 + 9;
    private static final int SOURCE_PORT = 14 + 20;
    private static final int PORT = SOURCE_PORT + 2;
    private static final int END = DatagramFlood.SENT_AT + Long.BYTES;
    private static final int UDP = 17;

    private final BpfMap count = BpfMap.create("sink", MapShape.counters(1));
    private final BpfProgram counts = BpfProgram.xdp("sink", text(DatagramSink::drop));
    private final BpfProgram answers = BpfProgram.xdp("sink_answers", text(DatagramSink::answer));
    private final BpfLink link;

    DatagramSink(PacketBed bed) {
        int ifindex = PacketBed.end(bed.backend()).index();
        link = bed.backend().call(() -> BpfLink.xdp(counts, ifindex, XdpMode.NATIVE));
    }

    /** Sends each datagram back from now on, or none. */
    void answers(boolean are) {
        link.update(are ? answers : counts);
    }

    /** Takes the delay of each datagram from now on. */
    void times(Delays delays) {
        try (BpfProgram times =
                BpfProgram.xdp(
                        "sink_times",
                        text(p -> {
                            delays.write(p);
                            drop(p);
                        }))) {
            link.update(times);
        }
    }

    long received() {
        return count.sum(0);
    }

    @Override
    public void close() {
        link.close();
        answers.close();
        counts.close();
        count.close();
    }

    /** R6 is the frame behind the count. */
    private ProgramText text(Consumer<ProgramText> then) {
        var p = new ProgramText();
        Label pass = p.label("pass");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END);
        p.set(R2, R6).add(R2, END).jumpIf(R7, BELOW, R2, pass);
        p.load(BYTE, R1, R6, PROTOCOL).jumpIf(R1, DIFFERS, UDP, pass);
        p.load(SHORT, R1, R6, PORT).turnAround(SHORT, R1);
        p.jumpIf(R1, DIFFERS, PacketBed.DATAGRAM_PORT, pass);
        p.set(R8, 0).count(count, R8, SCRATCH);
        then.accept(p);
        return p.place(pass).set(R0, XdpAction.PASS.number()).exit();
    }

    private static void drop(ProgramText p) {
        p.set(R0, XdpAction.DROP.number()).exit();
    }

    /** From whom it came to, to whom it came from; no checksum changes. */
    private static void answer(ProgramText p) {
        swap(p, INT, 0, 6);
        swap(p, SHORT, 4, 10);
        swap(p, INT, ADDRESSES, ADDRESSES + Integer.BYTES);
        swap(p, SHORT, SOURCE_PORT, PORT);
        p.set(R0, XdpAction.TX.number()).exit();
    }

    private static void swap(ProgramText p, Width width, int one, int other) {
        p.load(width, R1, R6, one).load(width, R2, R6, other);
        p.store(width, R6, other, R1).store(width, R6, one, R2);
    }
}
