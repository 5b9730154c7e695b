package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A {@code union bpf_attr}: what a command of BPF is given, and sometimes answers into. */
final class Attr {
    /** Room for a name with the zero behind it. */
    static final int NAME_BYTES = 16;

    private final MemorySegment bytes;

    Attr(Arena arena) {
        bytes = arena.allocate(Layout.SIZE, 8);
    }

    Attr set(int field, int value) {
        bytes.set(ValueLayout.JAVA_INT, field, value);
        return this;
    }

    Attr set(int field, MemorySegment pointedTo) {
        bytes.set(ValueLayout.JAVA_LONG, field, pointedTo.address());
        return this;
    }

    /** Sets an object's name, of which the kernel takes fifteen letters, digits, '_' and '.'. */
    Attr name(int field, String name) {
        byte[] letters = name.replaceAll("[^A-Za-z0-9_.]", "_").getBytes(StandardCharsets.US_ASCII);
        int count = Math.min(letters.length, NAME_BYTES - 1);
        MemorySegment.copy(letters, 0, bytes, ValueLayout.JAVA_BYTE, field, count);
        return this;
    }

    int get(int field) {
        return bytes.get(ValueLayout.JAVA_INT, field);
    }

    /** What the kernel returned: often a descriptor, or a negative errno. */
    int call(int command) {
        return Syscalls.bpf(command, bytes);
    }

    /** What the kernel knows of an object, into as many bytes as are wanted of it. */
    static MemorySegment describe(Arena arena, int object, int wantedBytes, String what) {
        MemorySegment to = arena.allocate(wantedBytes, 8);
        int result =
                new Attr(arena)
                        .set(Layout.OBJECT_FD, object)
                        .set(Layout.OBJECT_SIZE, wantedBytes)
                        .set(Layout.OBJECT_TO, to)
                        .call(Layout.COMMAND_DESCRIBE);
        KernelException.check(result, "cannot ask about " + what);
        return to;
    }

    static String nameIn(MemorySegment described, int field) {
        return described.asSlice(field, NAME_BYTES).getString(0);
    }
}
