package dev.sluice.linux.bpf;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map of the kernel's, which programs and processes share. Keys and values are bytes as the
 * program sees them. Each call is one system call and by itself atomic: a program sees an element's
 * old value or its new one. For setting up and reading out, not for each packet.
 */
public final class BpfMap implements AutoCloseable {
    private final Descriptor descriptor;
    private final MapShape shape;
    private final String name;

    BpfMap(int descriptor, MapShape shape, String name) {
        this.descriptor = new Descriptor(descriptor);
        this.shape = shape;
        this.name = name;
    }

    /** Makes a map. */
    public static BpfMap create(String name, MapShape shape) {
        return shape.type() == MapType.SOCKET_STORAGE
                ? StorageTypes.create(name, shape)
                : create(name, shape, 0, 0, 0);
    }

    static BpfMap create(String name, MapShape shape, int types, int keyType, int valueType) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor =
                    new Attr(arena)
                            .set(Layout.MAP_TYPE, shape.type().number())
                            .set(Layout.MAP_KEY_SIZE, shape.keyBytes())
                            .set(Layout.MAP_VALUE_SIZE, shape.valueBytes())
                            .set(Layout.MAP_MAX_ENTRIES, shape.entries())
                            .set(Layout.MAP_FLAGS, shape.flags())
                            .name(Layout.MAP_NAME, name)
                            .set(Layout.MAP_BTF_FD, types)
                            .set(Layout.MAP_BTF_KEY, keyType)
                            .set(Layout.MAP_BTF_VALUE, valueType)
                            .call(Layout.COMMAND_MAP_CREATE);
            KernelException.check(descriptor, "cannot create the BPF map " + name);
            return new BpfMap(descriptor, shape, name);
        }
    }

    /** The map behind a descriptor, which from now on is this object's. */
    static BpfMap of(int descriptor, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment is = Attr.describe(arena, descriptor, 80, "the BPF map " + name);
            int number = is.get(ValueLayout.JAVA_INT, Layout.OF_MAP_TYPE);
            for (MapType type : MapType.values()) {
                if (type.number() == number) {
                    return new BpfMap(descriptor, shapeIn(is, type), name);
                }
            }
            throw new KernelException("unknown type of the BPF map " + name, Errno.EINVAL);
        }
    }

    private static MapShape shapeIn(MemorySegment described, MapType type) {
        return new MapShape(
                type,
                described.get(ValueLayout.JAVA_INT, Layout.OF_MAP_KEY_SIZE),
                described.get(ValueLayout.JAVA_INT, Layout.OF_MAP_VALUE_SIZE),
                described.get(ValueLayout.JAVA_INT, Layout.OF_MAP_MAX_ENTRIES),
                described.get(ValueLayout.JAVA_INT, Layout.OF_MAP_FLAGS));
    }

    /** For programs and pins. */
    public int descriptor() {
        return descriptor.number();
    }

    public MapShape shape() {
        return shape;
    }

    public String name() {
        return name;
    }

    /** Adds an element or replaces its value. */
    public void put(byte[] key, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    element(arena, key)
                            .set(Layout.ELEMENT_VALUE, bytes(arena, value, shape.valueBytes()))
                            .call(Layout.COMMAND_MAP_UPDATE);
            KernelException.check(result, "cannot write to the BPF map " + name);
        }
    }

    /** The same with numbers: a socket at a queue, an interface at a place. */
    public void put(int key, int value) {
        put(bytesOf(key), bytesOf(value));
    }

    /** An element's value; null if there is none. Of a per-CPU map, all processors' values. */
    public byte @Nullable [] get(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(readBytes(), 8);
            int result =
                    element(arena, key)
                            .set(Layout.ELEMENT_VALUE, value)
                            .call(Layout.COMMAND_MAP_LOOKUP);
            if (result == -Errno.ENOENT) {
                return null;
            }
            KernelException.check(result, "cannot read from the BPF map " + name);
            return value.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** A counter's value, over all processors. */
    public long sum(int key) {
        byte[] values = get(bytesOf(key));
        if (values == null) {
            return 0;
        }
        var words = ByteBuffer.wrap(values).order(ByteOrder.nativeOrder()).asLongBuffer();
        long sum = 0;
        while (words.hasRemaining()) {
            sum += words.get();
        }
        return sum;
    }

    /** Whether there was such an element. */
    public boolean remove(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            int result = element(arena, key).call(Layout.COMMAND_MAP_DELETE);
            if (result == -Errno.ENOENT) {
                return false;
            }
            KernelException.check(result, "cannot remove from the BPF map " + name);
            return true;
        }
    }

    public boolean remove(int key) {
        return remove(bytesOf(key));
    }

    /**
     * The keys of all elements. Those that come or go meanwhile may be missing or there; when an
     * element is removed meanwhile the kernel begins again, so a key may come twice.
     */
    public List<byte[]> keys() {
        var keys = new ArrayList<byte[]>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment next = arena.allocate(shape.keyBytes(), 8);
            Attr attr =
                    new Attr(arena)
                            .set(Layout.ELEMENT_MAP, descriptor())
                            .set(Layout.ELEMENT_NEXT_KEY, next);
            int result = attr.call(Layout.COMMAND_MAP_NEXT_KEY);
            MemorySegment key = arena.allocate(shape.keyBytes(), 8);
            attr.set(Layout.ELEMENT_KEY, key);
            while (result == 0) {
                keys.add(next.toArray(ValueLayout.JAVA_BYTE));
                key.copyFrom(next);
                result = attr.call(Layout.COMMAND_MAP_NEXT_KEY);
            }
            if (result != -Errno.ENOENT) {
                KernelException.check(result, "cannot walk through the BPF map " + name);
            }
        }
        return keys;
    }

    /** A number as a key or value. */
    public static byte[] bytesOf(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private Attr element(Arena arena, byte[] key) {
        return new Attr(arena)
                .set(Layout.ELEMENT_MAP, descriptor())
                .set(Layout.ELEMENT_KEY, bytes(arena, key, shape.keyBytes()));
    }

    private MemorySegment bytes(Arena arena, byte[] bytes, int wanted) {
        if (bytes.length != wanted) {
            throw new IllegalArgumentException(
                    name + " takes " + wanted + " bytes here, not " + bytes.length);
        }
        MemorySegment memory = arena.allocate(wanted, 8);
        memory.copyFrom(MemorySegment.ofArray(bytes));
        return memory;
    }

    private int readBytes() {
        if (shape.type() != MapType.PER_CPU_ARRAY) {
            return shape.valueBytes();
        }
        return (shape.valueBytes() + 7) / 8 * 8 * Processors.possible();
    }
}
