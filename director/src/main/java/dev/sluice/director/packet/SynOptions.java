package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;

/**
 * What a SYN offers in its TCP options, as one number: maximum segment size (RFC 9293 §3.7.1),
 * window scale (RFC 7323 §2) and SACK permitted (RFC 2018 §2). Timestamps are passed over: a client
 * that was promised them would have to get them from its server, which is not known yet.
 *
 * <pre>
 *   31               21   20   19     16 15              0
 *  +---------------------+------+--------+---------------+
 *  | 0                   | SACK | scale  | MSS           |
 *  +---------------------+------+--------+---------------+
 * </pre>
 *
 * A scale of 15 says that none was offered. Static functions over numbers: nothing is allocated.
 */
public final class SynOptions {
    /** The scale of a SYN that has none. */
    public static final int NO_SCALE = 15;

    /** Most bytes that {@link #write} writes. */
    public static final int LENGTH_MAX = 12;

    private static final int SCALE_MAX = 14;
    private static final int SCALE_SHIFT = 16;
    private static final int SACK = 1 << 20;

    /** RFC 9293 §3.7.1: what holds where no option says otherwise. */
    private static final int DEFAULT_MSS = 536;

    /** What a cookie's three bits can say, from common paths: tunnels, PPPoE, Ethernet. */
    private static final int[] MSS_CLASSES = {536, 1220, 1300, 1360, 1400, 1440, 1452, 1460};

    private SynOptions() {}

    /**
     * Reads the options of a SYN. What is cut short or wrong ends the reading.
     *
     * @param tcp of the TCP header
     * @param headerLength the header's own, already checked against the packet's end
     */
    public static int read(MemorySegment memory, long tcp, int headerLength) {
        int options = of(DEFAULT_MSS, NO_SCALE, false);
        long end = tcp + headerLength;
        for (long p = tcp + TcpHeader.LENGTH; p < end; ) {
            int kind = Wire.u8(memory, p);
            if (kind == TcpOptions.NOTHING) {
                p++;
                continue;
            }
            int size = kind == TcpOptions.END || p + 1 >= end ? 0 : Wire.u8(memory, p + 1);
            if (size < 2 || p + size > end) {
                return options;
            }
            options = with(options, memory, p, kind, size);
            p += size;
        }
        return options;
    }

    private static int with(int options, MemorySegment memory, long at, int kind, int size) {
        return switch (kind) {
            case TcpOptions.MAXIMUM_SEGMENT_SIZE ->
                    size == 4 ? (options & ~0xFFFF) | Wire.u16(memory, at + 2) : options;
            case TcpOptions.WINDOW_SCALE ->
                    size == 3 ? withScale(options, Wire.u8(memory, at + 2)) : options;
            case TcpOptions.SACK_PERMITTED -> size == 2 ? options | SACK : options;
            default -> options;
        };
    }

    private static int withScale(int options, int scale) {
        int cut = Math.min(scale, SCALE_MAX);
        return (options & ~(0xF << SCALE_SHIFT)) | cut << SCALE_SHIFT;
    }

    /** Puts options together. */
    public static int of(int mss, int scale, boolean sack) {
        return mss | scale << SCALE_SHIFT | (sack ? SACK : 0);
    }

    public static int mss(int options) {
        return options & 0xFFFF;
    }

    /** 0 to 14, or {@link #NO_SCALE}. */
    public static int scale(int options) {
        return (options >>> SCALE_SHIFT) & 0xF;
    }

    public static boolean sack(int options) {
        return (options & SACK) != 0;
    }

    /**
     * Writes options, padded to whole words.
     *
     * @return how many bytes; at most {@link #LENGTH_MAX}
     */
    public static int write(MemorySegment memory, long at, int options) {
        Wire.put32(memory, at, TcpOptions.MAXIMUM_SEGMENT_SIZE << 24 | 4 << 16 | mss(options));
        int length = 4;
        if (scale(options) != NO_SCALE) {
            int option = TcpOptions.WINDOW_SCALE << 16 | 3 << 8 | scale(options);
            Wire.put32(memory, at + length, TcpOptions.NOTHING << 24 | option);
            length += 4;
        }
        if (sack(options)) {
            int option = TcpOptions.SACK_PERMITTED << 8 | 2;
            int padding = TcpOptions.NOTHING << 8 | TcpOptions.NOTHING;
            Wire.put32(memory, at + length, padding << 16 | option);
            length += 4;
        }
        return length;
    }

    /** The eight bits that a cookie keeps of them: MSS by its class, scale and SACK. */
    public static int cookieBits(int options) {
        int place = 0;
        while (place + 1 < MSS_CLASSES.length && MSS_CLASSES[place + 1] <= mss(options)) {
            place++;
        }
        return place << 5 | scale(options) << 1 | (sack(options) ? 1 : 0);
    }

    /** The options again; an MSS is rounded down to its class. */
    public static int ofCookieBits(int bits) {
        return of(MSS_CLASSES[(bits >>> 5) & 7], (bits >>> 1) & 0xF, (bits & 1) != 0);
    }
}
