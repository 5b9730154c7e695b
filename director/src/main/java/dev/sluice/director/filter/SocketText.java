package dev.sluice.director.filter;

import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R9;
import static dev.sluice.linux.bpf.Width.INT;

import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;

/** Gives a frame to the socket of the queue that it came in by, or drops and counts it. */
final class SocketText {
    private static final int COUNT = -4;

    private SocketText() {}

    /** The program of a door's inner side, which takes all frames. */
    static ProgramText atDoor(BpfMap sockets, BpfMap counts) {
        var p = new ProgramText();
        p.set(Register.R6, R1);
        write(p, Register.R6, sockets, counts);
        return p;
    }

    /** Ends a program. */
    static void write(ProgramText p, Register context, BpfMap sockets, BpfMap counts) {
        Label gone = p.label("gone");
        p.load(INT, R2, context, XdpFields.RX_QUEUE)
                .setMap(R1, sockets)
                .set(R3, XdpAction.DROP.number());
        p.call(KernelFunction.REDIRECT_MAP);
        p.jumpIf(R0, EQUALS, XdpAction.DROP.number(), gone).exit();
        p.place(gone).set(R9, Seen.NO_SOCKET.ordinal()).count(counts, R9, COUNT);
        p.set(R0, XdpAction.DROP.number()).exit();
    }
}
