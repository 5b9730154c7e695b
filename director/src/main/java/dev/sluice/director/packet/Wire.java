package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers as they stand in a frame: unsigned, in network order, at any address. A MAC address is a
 * number of 48 bits.
 */
public final class Wire {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Wire() {}

    public static int u8(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }

    public static int u16(MemorySegment memory, long at) {
        return memory.get(U16, at) & 0xFFFF;
    }

    /** All 32 bits; unsigned by {@link Integer#toUnsignedLong}. */
    public static int u32(MemorySegment memory, long at) {
        return memory.get(U32, at);
    }

    public static long u48(MemorySegment memory, long at) {
        return (u32(memory, at) & 0xFFFF_FFFFL) << 16 | u16(memory, at + 4);
    }

    public static long u64(MemorySegment memory, long at) {
        return memory.get(U64, at);
    }

    public static void put8(MemorySegment memory, long at, int value) {
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    public static void put16(MemorySegment memory, long at, int value) {
        memory.set(U16, at, (short) value);
    }

    public static void put32(MemorySegment memory, long at, int value) {
        memory.set(U32, at, value);
    }

    public static void put48(MemorySegment memory, long at, long value) {
        memory.set(U32, at, (int) (value >>> 16));
        memory.set(U16, at + 4, (short) value);
    }

    public static void put64(MemorySegment memory, long at, long value) {
        memory.set(U64, at, value);
    }

    /** Copies within a frame's memory; the two places may overlap. */
    public static void move(MemorySegment memory, long from, long to, int length) {
        MemorySegment.copy(memory, from, memory, to, length);
    }
}
