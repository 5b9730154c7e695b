package dev.sluice.lab.packets;

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
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpFields;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Sends UDP datagrams of 64 bytes on the wire by the client's interface, from inside of the kernel
 * and so faster than by sockets: a program is run on a frame again and again, gives it the next
 * flow's source, and has it sent. Flows take turns; a flow is a source address and port. Checksums
 * are right.
 *
 * <p>At a limited rate, a run that comes too early sends nothing. A datagram says when it was sent,
 * by the monotonic clock, in its first eight bytes.
 */
final class DatagramFlood implements AutoCloseable {
    /** Without the frame check sequence, which has four. */
    private static final int FRAME_BYTES = 60;

    /** Where a datagram's time of sending is, a long in ns. */
    static final int SENT_AT = 42;

    private static final int IP = 14;
    private static final int UDP = 34;
    private static final int FLOWS_PER_ADDRESS_BITS = 14;
    private static final int FIRST_PORT = 16_384;

    /** The addresses that flows come from. */
    static final String SOURCES = "10.128.0.0/9";

    private static final int FIRST_ADDRESS = 0x0A80_0000;

    /**
     * Runs of the first system call. Each call costs some 20 ms beside its runs and cannot be ended
     * before, so the others are made as long as {@link #CALL_NS}.
     */
    private static final int FIRST_RUNS = 50_000;

    private static final int MOST_RUNS = 20_000_000;
    private static final long CALL_NS = 400_000_000;

    /** Frames that are sent together, as fast as it goes, and when each is to go by itself. */
    private static final int BATCH = 64;

    private static final int ALONE = 1;

    /** So late, the rate starts anew instead of catching up. */
    private static final int LATE_NS = 200_000;

    // The state in the map: longs.
    private static final int NEXT_NS = 0;
    private static final int GAP_NS = 8;
    private static final int FLOW = 16;
    private static final int FLOWS = 24;
    private static final int SENT = 32;
    private static final int STATE_BYTES = 40;

    private static final int KEY = -4;

    private final PacketBed bed;
    private final BpfMap state = BpfMap.create("flood", MapShape.array(STATE_BYTES, 1));
    private final BpfProgram program;
    private final byte[] frame;
    private final int ifindex;
    private long runs;
    private double idleRunNs;

    /**
     * What was sent.
     *
     * @param datagrams how many
     * @param idleRuns how many runs came too early for one
     */
    record Sent(long datagrams, long idleRuns) {}

    /**
     * @param target the address that datagrams go to
     */
    DatagramFlood(PacketBed bed, String target) {
        this.bed = bed;
        this.ifindex = PacketBed.end(bed.client()).index();
        this.frame = frame(PacketBed.end(bed.client()).mac(), bed.front().mac(), target);
        this.program = BpfProgram.xdp("flood", text(frame));
    }

    /**
     * Sends for a while, on the calling thread.
     *
     * @param perSecond 0 sends as fast as it goes
     */
    Sent send(int flows, long perSecond, long forNs) {
        long end = System.nanoTime() + forNs;
        return send(flows, perSecond, BATCH, () -> System.nanoTime() - end >= 0);
    }

    /** The same, each datagram on its way before the next is made. */
    Sent sendAlone(int flows, long perSecond, long forNs) {
        long end = System.nanoTime() + forNs;
        return send(flows, perSecond, ALONE, () -> System.nanoTime() - end >= 0);
    }

    /** The same until something is done. */
    Sent send(int flows, long perSecond, CompletableFuture<Void> stop) {
        return send(flows, perSecond, BATCH, stop::isDone);
    }

    private Sent send(int flows, long perSecond, int batch, BooleanSupplier isOver) {
        put(0, perSecond == 0 ? 0 : 1_000_000_000L / perSecond, flows);
        run(batch, isOver);
        return new Sent(sent(), runs - sent());
    }

    /** What a run takes that comes too early; measured once. */
    double idleRunNs() {
        if (idleRunNs == 0) {
            idleRunNs = measuredIdleRunNs();
        }
        return idleRunNs;
    }

    private double measuredIdleRunNs() {
        put(Long.MAX_VALUE, 0, 1);
        long startNs = System.nanoTime();
        run(BATCH, () -> System.nanoTime() - startNs >= CALL_NS);
        return (System.nanoTime() - startNs) / (double) runs;
    }

    private void run(int batch, BooleanSupplier isOver) {
        runs = 0;
        bed.client()
                .run(() -> {
                    int times = FIRST_RUNS;
                    while (!isOver.getAsBoolean()) {
                        long startNs = System.nanoTime();
                        TestRun.live(program, frame, ifindex, times, batch);
                        runs += times;
                        double longer = CALL_NS / (double) (System.nanoTime() - startNs);
                        times = (int) Math.min(MOST_RUNS, times * Math.clamp(longer, 0.5, 4));
                    }
                });
    }

    private void put(long nextNs, long gapNs, int flows) {
        var value = ByteBuffer.allocate(STATE_BYTES).order(ByteOrder.nativeOrder());
        value.putLong(NEXT_NS, nextNs).putLong(GAP_NS, gapNs).putLong(FLOWS, flows);
        state.put(new byte[Integer.BYTES], value.array());
    }

    private long sent() {
        byte[] value = state.get(new byte[Integer.BYTES]);
        if (value == null) {
            throw new AssertionError("an array has all its elements");
        }
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong(SENT);
    }

    /** Where a flow comes from. */
    static int sourceAddress(int flow) {
        return FIRST_ADDRESS + (flow >> FLOWS_PER_ADDRESS_BITS);
    }

    static int sourcePort(int flow) {
        return FIRST_PORT + (flow & (1 << FLOWS_PER_ADDRESS_BITS) - 1);
    }

    @Override
    public void close() {
        program.close();
        state.close();
    }

    /** From the first flow's address 10.128.0.0, port 0, with checksums as if those were zero. */
    private static byte[] frame(long source, long destination, String target) {
        var bytes = ByteBuffer.allocate(FRAME_BYTES);
        bytes.putShort((short) (destination >>> 32)).putInt((int) destination);
        bytes.putShort((short) (source >>> 32)).putInt((int) source).putShort((short) 0x0800);
        bytes.put((byte) 0x45).put((byte) 0).putShort((short) (FRAME_BYTES - IP)).putInt(0);
        bytes.put((byte) 64).put((byte) 17).putShort((short) 0).putInt(0).put(address(target));
        bytes.putShort((short) 0).putShort((short) PacketBed.DATAGRAM_PORT);
        bytes.putShort((short) (FRAME_BYTES - UDP)).putShort((short) 0);
        return bytes.array();
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(literal, e);
        }
    }

    /** The sum of 16-bit words, not folded. */
    private static int sum(byte[] frame, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += (frame[at] & 0xFF) << 8 | (frame[at + 1] & 0xFF);
        }
        return sum;
    }

    private ProgramText text(byte[] template) {
        int ipSum = sum(template, IP, UDP);
        int pseudo = 17 + FRAME_BYTES - UDP;
        int udpSum = sum(template, IP + 12, FRAME_BYTES) + pseudo;
        var p = new ProgramText();
        Label drop = p.label("drop");
        p.load(INT, R6, R1, XdpFields.DATA).load(INT, R7, R1, XdpFields.DATA_END);
        p.set(R2, R6).add(R2, FRAME_BYTES).jumpIf(R7, BELOW, R2, drop);
        p.store(INT, STACK, KEY, 0).lookUp(state, KEY).jumpIf(R0, EQUALS, 0, drop).set(R7, R0);
        waitForTurn(p, drop);
        nextFlow(p);
        headers(p, template);
        // R8: source address, R9: source port, R0: now.
        p.set(R1, R8).turnAround(INT, R1).store(INT, R6, IP + 12, R1);
        p.set(R1, R9).turnAround(SHORT, R1).store(SHORT, R6, UDP, R1);
        p.set(R3, R8).shiftRight(R3, 16).set(R4, R8).and(R4, 0xFFFF).add(R3, R4);
        p.set(R1, R3).add(R1, ipSum);
        checksum(p).store(SHORT, R6, IP + 10, R1);
        p.set(R1, R3).add(R1, udpSum).add(R1, R9);
        addTime(p);
        checksum(p).store(SHORT, R6, UDP + 6, R1);
        p.load(LONG, R1, R7, SENT).add(R1, 1).store(LONG, R7, SENT, R1);
        p.set(R0, XdpAction.TX.number()).exit();
        return p.place(drop).set(R0, XdpAction.DROP.number()).exit();
    }

    /** The time, as four words, to the sum in R1; and into the datagram. */
    private static void addTime(ProgramText p) {
        for (int bits = 0; bits < Long.SIZE; bits += Short.SIZE) {
            p.set(R2, R0).shiftRight(R2, bits).and(R2, 0xFFFF).add(R1, R2);
        }
        p.turnAround(LONG, R0).store(LONG, R6, SENT_AT, R0);
    }

    /** All of them: the frame's memory was used before, by whoever it went through. */
    private static void headers(ProgramText p, byte[] template) {
        var words = ByteBuffer.wrap(template).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + Long.BYTES <= FRAME_BYTES; at += Long.BYTES) {
            p.setLong(R1, words.getLong(at)).store(LONG, R6, at, R1);
        }
    }

    /** Too early: dropped. Very late: the rate starts anew from now. */
    private static void waitForTurn(ProgramText p, Label tooEarly) {
        Label inTime = p.label("in time");
        p.call(KernelFunction.CLOCK);
        p.load(LONG, R1, R7, NEXT_NS).jumpIf(R0, BELOW, R1, tooEarly);
        p.set(R2, R1).add(R2, LATE_NS).jumpIf(R0, BELOW, R2, inTime).set(R1, R0).place(inTime);
        p.load(LONG, R2, R7, GAP_NS).add(R1, R2).store(LONG, R7, NEXT_NS, R1);
    }

    private static void nextFlow(ProgramText p) {
        Label more = p.label("more");
        p.load(LONG, R1, R7, FLOW).set(R8, R1).add(R1, 1).load(LONG, R2, R7, FLOWS);
        p.jumpIf(R1, BELOW, R2, more).set(R1, 0).place(more).store(LONG, R7, FLOW, R1);
        p.set(R9, R8).and(R9, (1 << FLOWS_PER_ADDRESS_BITS) - 1).add(R9, FIRST_PORT);
        p.shiftRight(R8, FLOWS_PER_ADDRESS_BITS).add(R8, FIRST_ADDRESS);
    }

    /** {@code R1 =} the checksum of a sum in R1, in network order. */
    private static ProgramText checksum(ProgramText p) {
        for (int i = 0; i < 2; i++) {
            p.set(R2, R1).shiftRight(R2, 16).and(R1, 0xFFFF).add(R1, R2);
        }
        return p.set(R2, 0xFFFF).xor(R1, R2).turnAround(SHORT, R1);
    }
}
