package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Runs a program for frames on frames from memory (BPF_PROG_TEST_RUN), with no interface. */
public final class TestRun {
    /** Shortest frame that the kernel tries: an Ethernet header. */
    public static final int FRAME_BYTES_MIN = 14;

    private static final int OUT_BYTES = 8192;

    private TestRun() {}

    /**
     * What a program did.
     *
     * @param verdict the number that it returned; a redirect is decided but not done
     * @param frame as the program left it
     * @param averageNs what a run took
     */
    @SuppressWarnings("ArrayRecordComponent") // A result to look at; nobody compares two.
    public record Outcome(int verdict, byte[] frame, int averageNs) {
        /** Of a program at an interface. */
        public XdpAction action() {
            return XdpAction.values()[verdict];
        }
    }

    /** Runs a program once on a frame. */
    public static Outcome once(BpfProgram program, byte[] frame) {
        return repeated(program, frame, 1);
    }

    /** Runs a program many times on the same frame, for its time. */
    public static Outcome repeated(BpfProgram program, byte[] frame, int times) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(OUT_BYTES, 8);
            Attr attr =
                    request(arena, program, frame, times)
                            .set(Layout.RUN_OUT, out)
                            .set(Layout.RUN_OUT_SIZE, OUT_BYTES);
            run(attr, program);
            return new Outcome(
                    attr.get(Layout.RUN_RESULT),
                    out.asSlice(0, attr.get(Layout.RUN_OUT_SIZE)).toArray(ValueLayout.JAVA_BYTE),
                    attr.get(Layout.RUN_DURATION));
        }
    }

    /** What a program returned for a frame, as the number that it is. */
    static int verdict(BpfProgram program, byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            Attr attr = request(arena, program, frame, 1);
            run(attr, program);
            return attr.get(Layout.RUN_RESULT);
        }
    }

    /**
     * Sends frames for real, at the kernel's full speed, until all are sent: the program sees each
     * as if it had come in, and with {@link XdpAction#TX} or a redirect it goes out. What the
     * program writes into a frame may still be there when the frame's memory is used again.
     *
     * @param ingress the interface that frames seem to come from, and that {@link XdpAction#TX}
     *     sends by
     * @param times how many frames
     * @param batch how many at a time, at most 256
     */
    public static void live(BpfProgram program, byte[] frame, int ingress, int times, int batch) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocate(XdpFields.SIZE, 8);
            context.set(ValueLayout.JAVA_INT, XdpFields.DATA_END, frame.length);
            context.set(ValueLayout.JAVA_INT, XdpFields.INGRESS_IFINDEX, ingress);
            run(
                    request(arena, program, frame, times)
                            .set(Layout.RUN_CONTEXT, context)
                            .set(Layout.RUN_CONTEXT_SIZE, XdpFields.SIZE)
                            .set(Layout.RUN_FLAGS, Layout.RUN_LIVE_FRAMES)
                            .set(Layout.RUN_BATCH, batch),
                    program);
        }
    }

    private static Attr request(Arena arena, BpfProgram program, byte[] frame, int times) {
        MemorySegment in = arena.allocate(frame.length, 8);
        in.copyFrom(MemorySegment.ofArray(frame));
        return new Attr(arena)
                .set(Layout.RUN_PROGRAM, program.descriptor())
                .set(Layout.RUN_IN, in)
                .set(Layout.RUN_IN_SIZE, frame.length)
                .set(Layout.RUN_REPEAT, times);
    }

    private static void run(Attr attr, BpfProgram program) {
        int result = attr.call(Layout.COMMAND_TEST_RUN);
        KernelException.check(result, "cannot run the BPF program " + program.name());
    }
}
