package dev.sluice.director;

import static dev.sluice.linux.bpf.Condition.AT_LEAST;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An interface at which the first segments that carry data are lost. */
final class LossyEnd implements AutoCloseable {
    /** No shorter segment is longer than a bare acknowledgement, in IPv4 and in IPv6. */
    static final int IPV4_DATA = 14 + 20 + 20 + 28;

    static final int IPV6_DATA = 14 + 40 + 20 + 52;

    private static final int KEY = -4;

    private final BpfMap lost = BpfMap.create("lost", MapShape.array(Long.BYTES, 1));
    private final BpfProgram program;
    private final BpfLink link;

    /**
     * Begins.
     *
     * @param count how many frames get lost
     * @param frameBytes shorter frames do not
     */
    LossyEnd(NetworkSpace space, String name, int count, int frameBytes) {
        this(space, name, count, frameBytes, XdpMode.GENERIC);
    }

    private LossyEnd(NetworkSpace space, String name, int count, int frameBytes, XdpMode mode) {
        program = BpfProgram.xdp("lossy", text(count, frameBytes));
        link =
                space.call(() -> {
                    try (Netlink netlink = Netlink.open()) {
                        return BpfLink.xdp(program, netlink.links().index(name), mode);
                    }
                });
    }

    /** One that loses everything. */
    static LossyEnd all(NetworkSpace space, String name) {
        return new LossyEnd(space, name, Integer.MAX_VALUE, 0, XdpMode.NATIVE);
    }

    /** How many were lost by now. */
    long lost() {
        byte[] value = lost.get(new byte[Integer.BYTES]);
        if (value == null) {
            throw new AssertionError("an array has all its elements");
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
    }

    private ProgramText text(int count, int frameBytes) {
        var p = new ProgramText();
        Label pass = p.label("pass");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END);
        p.subtract(R7, R6).jumpIf(R7, BELOW, frameBytes, pass);
        p.store(INT, STACK, KEY, 0).lookUp(lost, KEY).jumpIf(R0, EQUALS, 0, pass);
        p.load(LONG, R1, R0, 0).jumpIf(R1, AT_LEAST, count, pass);
        p.set(R1, 1).addAtomically(LONG, R0, 0, R1).set(R0, XdpAction.DROP.number()).exit();
        return p.place(pass).set(R0, XdpAction.PASS.number()).exit();
    }

    @Override
    public void close() {
        link.close();
        program.close();
        lost.close();
    }
}
