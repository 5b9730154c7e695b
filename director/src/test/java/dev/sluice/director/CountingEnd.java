package dev.sluice.director;

import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Register.R9;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
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
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.model.Protocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An interface that counts the packets of IPv4 that come in from or for {@link Written#PORT}, each
 * as it was on the wire, and passes them on.
 */
final class CountingEnd implements AutoCloseable {
    /** Where a TCP or UDP header has the two ports. */
    static final int SOURCE = 14 + 20;

    static final int DESTINATION = SOURCE + 2;

    private static final int TYPE = 12;
    private static final int IPV4 = 0x0800;
    private static final int LENGTH = 14 + 2;
    private static final int PROTOCOL = 14 + 9;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int KEY = -4;

    /** By the number of a protocol: packets 8 | bytes 8. */
    private final BpfMap counts = BpfMap.create("counts", MapShape.array(2 * Long.BYTES, UDP + 1));

    private final BpfProgram program;
    private final BpfLink link;

    /**
     * Begins.
     *
     * @param portAt where the port stands: {@link #SOURCE} or {@link #DESTINATION}
     */
    CountingEnd(NetworkSpace space, String name, int portAt) {
        program = BpfProgram.xdp("counting", text(portAt));
        link =
                space.call(() -> {
                    try (Netlink netlink = Netlink.open()) {
                        int ifindex = netlink.links().index(name);
                        return BpfLink.xdp(program, ifindex, XdpMode.NATIVE);
                    }
                });
    }

    /** How many packets came. */
    long packets(Protocol protocol) {
        return counts(protocol).getLong(0);
    }

    /** How long they were, from their IP headers on. */
    long bytes(Protocol protocol) {
        return counts(protocol).getLong(Long.BYTES);
    }

    private ByteBuffer counts(Protocol protocol) {
        byte[] key = new byte[Integer.BYTES];
        int number = protocol == Protocol.TCP ? TCP : UDP;
        ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).putInt(number);
        byte[] value = counts.get(key);
        if (value == null) {
            throw new AssertionError("an array has all its elements");
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    }

    private ProgramText text(int portAt) {
        var p = new ProgramText();
        Label pass = p.label("pass");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END);
        p.set(R2, R6).add(R2, DESTINATION + Short.BYTES).jumpIf(R2, ABOVE, R7, pass);
        p.load(SHORT, R1, R6, TYPE).turnAround(SHORT, R1).jumpIf(R1, DIFFERS, IPV4, pass);
        p.load(SHORT, R1, R6, portAt).turnAround(SHORT, R1);
        p.jumpIf(R1, DIFFERS, Written.PORT, pass);
        p.load(BYTE, R8, R6, PROTOCOL).load(SHORT, R9, R6, LENGTH).turnAround(SHORT, R9);
        p.store(INT, STACK, KEY, R8).lookUp(counts, KEY).jumpIf(R0, EQUALS, 0, pass);
        p.addAtomically(LONG, R0, Long.BYTES, R9).set(R1, 1).addAtomically(LONG, R0, 0, R1);
        return p.place(pass).set(R0, XdpAction.PASS.number()).exit();
    }

    @Override
    public void close() {
        link.close();
        program.close();
        counts.close();
    }
}
