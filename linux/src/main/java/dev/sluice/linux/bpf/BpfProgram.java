package dev.sluice.linux.bpf;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A program that the kernel has verified and keeps. */
public final class BpfProgram implements AutoCloseable {
    private static final String LICENSE = "Apache-2.0";
    private static final int LOG_BYTES = 4 << 20;

    /** Of a verifier's log, what an exception carries: its end, where the reason stands. */
    private static final int LOG_CHARS = 6_000;

    private static final int SIGNALS_MOST = 20;

    private final Descriptor descriptor;
    private final String name;

    BpfProgram(int descriptor, String name) {
        this.descriptor = new Descriptor(descriptor);
        this.name = name;
    }

    /** Loads a program for frames. */
    public static BpfProgram xdp(String name, ProgramText text) {
        return load(name, ProgramType.XDP, AttachType.XDP, text);
    }

    /**
     * Has a program verified and translated.
     *
     * @throws KernelException with the end of the verifier's log, if it was refused
     */
    public static BpfProgram load(
            String name, ProgramType type, AttachType attach, ProgramText text) {
        try (Arena arena = Arena.ofConfined()) {
            Attr attr = request(arena, name, type, attach, text.instructions());
            int descriptor = load(attr);
            if (descriptor < 0) {
                descriptor = explained(arena, attr, name);
            }
            return new BpfProgram(descriptor, name);
        }
    }

    /** The verifier gives up for a signal, such as a profiler sends: then once more. */
    private static int load(Attr attr) {
        int result = attr.call(Layout.COMMAND_PROGRAM_LOAD);
        for (int again = 0; result == -Errno.EAGAIN && again < SIGNALS_MOST; again++) {
            result = attr.call(Layout.COMMAND_PROGRAM_LOAD);
        }
        return result;
    }

    private static Attr request(
            Arena arena, String name, ProgramType type, AttachType attach, long[] instructions) {
        return new Attr(arena)
                .set(Layout.PROGRAM_TYPE, type.number())
                .set(Layout.PROGRAM_COUNT, instructions.length)
                .set(
                        Layout.PROGRAM_INSTRUCTIONS,
                        arena.allocateFrom(ValueLayout.JAVA_LONG, instructions))
                .set(Layout.PROGRAM_LICENSE, arena.allocateFrom(LICENSE))
                .name(Layout.PROGRAM_NAME, name)
                .set(Layout.PROGRAM_ATTACH_TYPE, attach.number());
    }

    /** Tries again and lets the verifier speak, which costs more than loading. */
    private static int explained(Arena arena, Attr attr, String name) {
        MemorySegment log = arena.allocate(LOG_BYTES, 8);
        attr.set(Layout.PROGRAM_LOG_LEVEL, 1)
                .set(Layout.PROGRAM_LOG_SIZE, LOG_BYTES)
                .set(Layout.PROGRAM_LOG, log);
        int result = load(attr);
        if (result >= 0) {
            return result;
        }
        String words = log.getString(0, StandardCharsets.ISO_8859_1);
        String end = words.substring(Math.max(0, words.length() - LOG_CHARS));
        throw new KernelException("cannot load the BPF program " + name, -result, end);
    }

    /** For links and pins. */
    public int descriptor() {
        return descriptor.number();
    }

    public String name() {
        return name;
    }

    /** The kernel's number for it. */
    public int id() {
        return describe().get(ValueLayout.JAVA_INT, Layout.OF_PROGRAM_ID);
    }

    /** The name that the kernel knows it by, which {@code ip link} and bpftool show. */
    public String kernelName() {
        return Attr.nameIn(describe(), Layout.OF_PROGRAM_NAME);
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private MemorySegment describe() {
        return Attr.describe(Arena.ofAuto(), descriptor(), 80, "the BPF program " + name);
    }
}
