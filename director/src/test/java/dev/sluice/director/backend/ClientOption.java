package dev.sluice.director.backend;

import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;

import dev.sluice.linux.bpf.AttachType;
import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.ProgramType;
import dev.sluice.linux.bpf.SocketEventFields;

/** What a director would write into a client's segments, written by the client's own kernel. */
final class ClientOption implements AutoCloseable {
    private static final int SYN = 2;
    private static final int ROOM = -40;

    private final BpfProgram program;
    private final BpfLink link;

    /**
     * @param inSyn whether it is in the SYN; else it is in the segments after it
     */
    ClientOption(ControlGroup clients, byte[] option, boolean inSyn) {
        AttachType at = AttachType.SOCKET_EVENTS;
        program = BpfProgram.load("option", ProgramType.SOCKET_EVENTS, at, text(option, inSyn));
        link = clients.with(fd -> BpfLink.cgroup(program, fd, at));
    }

    private static ProgramText text(byte[] option, boolean inSyn) {
        var p = new ProgramText();
        Label connects = p.label("connects");
        Label measures = p.label("measures");
        Label out = p.label("out");
        p.set(R6, R1).load(INT, R1, R6, SocketEventFields.EVENT);
        p.jumpIf(R1, EQUALS, SocketEventFields.CONNECTS, connects);
        p.load(INT, R2, R6, SocketEventFields.TCP_FLAGS).and(R2, SYN);
        p.jumpIf(R2, inSyn ? EQUALS : DIFFERS, 0, out);
        p.jumpIf(R1, EQUALS, SocketEventFields.MEASURES_OPTIONS, measures);
        p.jumpIf(R1, DIFFERS, SocketEventFields.WRITES_OPTIONS, out);
        for (int i = 0; i < option.length; i++) {
            p.store(BYTE, STACK, ROOM + i, option[i]);
        }
        p.set(R1, R6).set(R2, STACK).add(R2, ROOM).set(R3, option.length).set(R4, 0);
        p.call(KernelFunction.WRITE_OPTION).jump(out);
        p.place(measures).set(R1, R6).set(R2, option.length).set(R3, 0);
        p.call(KernelFunction.RESERVE_OPTION).jump(out);
        p.place(connects).set(R1, R6).set(R2, SocketEventFields.WANTS_TO_WRITE_OPTIONS);
        p.call(KernelFunction.SET_EVENT_FLAGS);
        return p.place(out).set(R0, 1).exit();
    }

    @Override
    public void close() {
        link.close();
        program.close();
    }
}
