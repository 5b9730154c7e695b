package dev.sluice.linux.bpf;

import dev.sluice.linux.call.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The types of a socket storage's key and value, without which the kernel makes no such map: an int
 * of four bytes, and an array of bytes. In BTF (Documentation/bpf/btf.rst), where a type's number
 * is its place from 1:
 *
 * <pre>
 * header   magic 2 | version 1 | flags 1 | its size 4 | types: at 4, size 4 | names: at 4, size 4
 * int      name 4 | kind &lt;&lt; 24 4 | size 4 | bits 4
 * array    0 4    | kind &lt;&lt; 24 4 | 0 4    | type of element 4 | type of index 4 | elements 4
 * </pre>
 */
final class StorageTypes {
    static final int MAGIC = 0xeb9f;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 24;
    static final int KIND_INT = 1;
    static final int KIND_ARRAY = 3;

    /** Number of the key's type. */
    private static final int KEY = 1;

    private static final int BYTE = 2;

    /** Number of the value's type. */
    private static final int VALUE = 3;

    private static final int INT_BYTES = 16;
    private static final int ARRAY_BYTES = 24;
    private static final int TYPES_BYTES = 2 * INT_BYTES + ARRAY_BYTES;
    private static final byte[] NAMES = "\0key\0byte\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NAME_OF_KEY = 1;
    private static final int NAME_OF_BYTE = 5;

    private StorageTypes() {}

    /** Makes a socket storage. */
    static BpfMap create(String name, MapShape shape) {
        try (Descriptor types = new Descriptor(load(shape.valueBytes()))) {
            return BpfMap.create(name, shape, types.number(), KEY, VALUE);
        }
    }

    private static int load(int valueBytes) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] text = text(valueBytes);
            MemorySegment bytes = arena.allocate(text.length, 8);
            bytes.copyFrom(MemorySegment.ofArray(text));
            int types =
                    new Attr(arena)
                            .set(Layout.BTF_BYTES, bytes)
                            .set(Layout.BTF_SIZE, text.length)
                            .call(Layout.COMMAND_BTF_LOAD);
            return (int) KernelException.check(types, "cannot load the types of a BPF map");
        }
    }

    private static byte[] text(int valueBytes) {
        ByteBuffer text =
                ByteBuffer.allocate(HEADER_BYTES + TYPES_BYTES + NAMES.length)
                        .order(ByteOrder.nativeOrder());
        text.putShort((short) MAGIC).put((byte) VERSION).put((byte) 0).putInt(HEADER_BYTES);
        text.putInt(0).putInt(TYPES_BYTES).putInt(TYPES_BYTES).putInt(NAMES.length);
        number(text, NAME_OF_KEY, Integer.BYTES);
        number(text, NAME_OF_BYTE, Byte.BYTES);
        text.putInt(0).putInt(KIND_ARRAY << 24).putInt(0);
        text.putInt(BYTE).putInt(KEY).putInt(valueBytes);
        return text.put(NAMES).array();
    }

    private static void number(ByteBuffer text, int name, int bytes) {
        text.putInt(name).putInt(KIND_INT << 24).putInt(bytes).putInt(bytes * Byte.SIZE);
    }
}
