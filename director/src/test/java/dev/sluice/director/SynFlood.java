package dev.sluice.director;

import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R6;
import static dev.sluice.linux.bpf.Register.R7;
import static dev.sluice.linux.bpf.Register.R8;
import static dev.sluice.linux.bpf.Register.R9;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BooleanSupplier;

/**
 * SYNs from forged addresses of 48.0.0.0/4, as fast as the kernel sends by one processor: a program
 * is run on a frame again and again, gives it another source, port and number, and has it sent. All
 * that comes back by the interface is dropped: nobody has those addresses.
 */
final class SynFlood implements AutoCloseable {
    /** Whole longs, more than the shortest frame. */
    private static final int FRAME_BYTES = 64;

    private static final int IP = 14;
    private static final int TCP = 34;
    private static final int IP_BYTES = 44;
    private static final int FIRST_ADDRESS = 0x3000_0000;
    private static final int FIRST_PORT = 1024;

    /** A system call's, which cannot be ended before. */
    private static final int RUNS = 50_000;

    private static final int BATCH = 64;
    private static final int SEED_AT = 0;
    private static final int SENT_AT = 8;
    private static final int STATE_BYTES = 16;
    private static final int KEY = -4;

    private final NetworkSpace space;
    private final int ifindex;
    private final BpfMap state = BpfMap.create("flood", MapShape.array(STATE_BYTES, 1));
    private final BpfProgram program;
    private final byte[] frame;
    private final LossyEnd sink;

    /**
     * From the others of a region.
     *
     * @param target the address that is flooded
     */
    SynFlood(SmallRegion region, String target, long seed) {
        space = region.others;
        try (Netlink here = space.netlink();
                Netlink there = region.director.netlink()) {
            ifindex = here.links().index(SmallRegion.BESIDE + 0);
            long mac = there.links().named(SmallRegion.BESIDE).orElseThrow().mac();
            frame = frame(mac, target);
        }
        program = BpfProgram.xdp("flood", text());
        sink = LossyEnd.all(space, SmallRegion.BESIDE + 0);
        var begin = ByteBuffer.allocate(STATE_BYTES).order(ByteOrder.nativeOrder());
        state.put(new byte[Integer.BYTES], begin.putLong(SEED_AT, seed | 1).array());
    }

    /** Sends so many, on the calling thread. */
    void send(int count) {
        space.run(() -> TestRun.live(program, frame, ifindex, count, Math.min(BATCH, count)));
    }

    /** Sends until something is so, on the calling thread. */
    void sendUntil(BooleanSupplier isOver) {
        while (!isOver.getAsBoolean()) {
            send(RUNS);
        }
    }

    long sent() {
        byte[] value = state.get(new byte[Integer.BYTES]);
        if (value == null) {
            throw new AssertionError("an array has all its elements");
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong(SENT_AT);
    }

    /** Frames that came back. */
    long answered() {
        return sink.lost();
    }

    @Override
    public void close() {
        sink.close();
        program.close();
        state.close();
    }

    /** A SYN with a segment size; source, checksums and what else differs are zero. */
    private static byte[] frame(long mac, String target) {
        var bytes = ByteBuffer.allocate(FRAME_BYTES);
        bytes.putShort((short) (mac >>> 32)).putInt((int) mac);
        bytes.putShort((short) 0x0200).putInt(0x99).putShort((short) 0x0800);
        bytes.putShort((short) 0x4500).putShort((short) IP_BYTES).putInt(0);
        bytes.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0);
        bytes.put(SmallRegion.literal(target).getAddress());
        bytes.putShort((short) 0).putShort((short) Written.PORT).putInt(0).putInt(0);
        bytes.putShort((short) 0x6002).putShort((short) 64_240).putInt(0).putInt(0x0204_05B4);
        return bytes.array();
    }

    private ProgramText text() {
        int ipSum = sum(IP, TCP);
        int tcpSum = sum(IP + 12, IP + IP_BYTES) + 6 + IP_BYTES - (TCP - IP);
        var p = new ProgramText();
        Label drop = p.label("drop");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END);
        p.set(R2, R6).add(R2, FRAME_BYTES).jumpIf(R7, BELOW, R2, drop);
        p.store(INT, STACK, KEY, 0).lookUp(state, KEY).jumpIf(R0, EQUALS, 0, drop).set(R7, R0);
        next(p);
        headers(p);
        // R8: source address, R9: source port, R4: lower half of the sequence number.
        p.set(R1, R8).turnAround(INT, R1).store(INT, R6, IP + 12, R1);
        p.set(R1, R9).turnAround(SHORT, R1).store(SHORT, R6, TCP, R1);
        p.set(R1, R4).turnAround(SHORT, R1).store(SHORT, R6, TCP + 6, R1);
        p.set(R3, R8).shiftRight(R3, 16).and(R8, 0xFFFF).add(R3, R8);
        p.set(R1, R3).add(R1, ipSum);
        checksum(p).store(SHORT, R6, IP + 10, R1);
        p.set(R1, R3).add(R1, tcpSum).add(R1, R9).add(R1, R4);
        checksum(p).store(SHORT, R6, TCP + 16, R1);
        p.load(LONG, R1, R7, SENT_AT).add(R1, 1).store(LONG, R7, SENT_AT, R1);
        p.set(R0, XdpAction.TX.number()).exit();
        return p.place(drop).set(R0, XdpAction.DROP.number()).exit();
    }

    /** The next number at random: Marsaglia, Xorshift RNGs (2003), 13, 7, 17. */
    private static void next(ProgramText p) {
        p.load(LONG, R1, R7, SEED_AT);
        p.set(R2, R1).shiftLeft(R2, 13).xor(R1, R2);
        p.set(R2, R1).shiftRight(R2, 7).xor(R1, R2);
        p.set(R2, R1).shiftLeft(R2, 17).xor(R1, R2);
        p.store(LONG, R7, SEED_AT, R1);
        p.set(R8, R1).shiftRight(R8, 32).and(R8, 0x0FFF_FFFF).add(R8, FIRST_ADDRESS);
        p.set(R9, R1).and(R9, 0x7FFF).add(R9, FIRST_PORT);
        p.set(R4, R1).shiftRight(R4, 15).and(R4, 0xFFFF);
    }

    /** All of them: the frame's memory was used before, by whoever it went through. */
    private void headers(ProgramText p) {
        var words = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < FRAME_BYTES; at += Long.BYTES) {
            p.setLong(R1, words.getLong(at)).store(LONG, R6, at, R1);
        }
    }

    /** The sum of 16-bit words of the frame, not folded. */
    private int sum(int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += ByteBuffer.wrap(frame).getShort(at) & 0xFFFF;
        }
        return sum;
    }

    /** {@code R1 =} the checksum of a sum in R1, in network order. */
    private static ProgramText checksum(ProgramText p) {
        for (int i = 0; i < 2; i++) {
            p.set(R2, R1).shiftRight(R2, 16).and(R1, 0xFFFF).add(R1, R2);
        }
        return p.set(R2, 0xFFFF).xor(R1, R2).turnAround(SHORT, R1);
    }
}
