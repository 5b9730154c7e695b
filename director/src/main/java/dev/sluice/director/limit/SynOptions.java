package dev.sluice.director.limit;

import dev.sluice.director.packet.Wire;
import java.lang.foreign.MemorySegment;

/**
 * What a SYN offers in its TCP options, as one number: maximum segment size (RFC 9293 §3.7.1),
 * window scale (RFC 7323 §2), SACK permitted (RFC 2018 §2) and whether it has timestamps (RFC 7323
 * §3).
 *
 * <pre>
 *   31        22   21        20     19     16 15              0
 *  +--------------+------------+------+--------+---------------+
 *  | 0            | timestamps | SACK | scale  | MSS           |
 *  +--------------+------------+------+--------+---------------+
 * </pre>
 *
 * A scale of 15 says that none was offered. Static functions over numbers: nothing is allocated.
 */
public final class SynOptions {
    /** The scale of a SYN that has none. */
    public static final int NO_SCALE = 15;

    private static final int SCALE_SHIFT = 16;
    private static final int SACK = 1 << 20;
    private static final int TIMESTAMPS = 1 << 21;

    /** Where the option's value begins within a SYN's timestamps option. */
    private static final int GREATEST_SCALE = 14;

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int KIND_MSS = 2;
    private static final int KIND_SCALE = 3;
    private static final int KIND_SACK_PERMITTED = 4;
    private static final int KIND_TIMESTAMPS = 8;

    /** RFC 9293 §3.7.1: what holds where no option says otherwise. */
    private static final int DEFAULT_MSS = 536;

    /** What a cookie's three bits can say, from common paths: tunnels, PPPoE, Ethernet. */
    private static final int[] MSS_CLASSES = {536, 1220, 1300, 1360, 1400, 1440, 1452, 1460};

    private SynOptions() {}

    /**
     * Reads the options of a SYN. What is cut short or wrong ends the reading.
     *
     * @param at first byte of the options
     * @param length of all options
     */
    public static int read(MemorySegment memory, long at, int length) {
        int options = of(DEFAULT_MSS, NO_SCALE, false, false);
        long end = at + length;
        for (long p = at; p < end; ) {
            int kind = Wire.u8(memory, p);
            if (kind == NO_OPERATION) {
                p++;
                continue;
            }
            int size = kind == END || p + 1 >= end ? 0 : Wire.u8(memory, p + 1);
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
            case KIND_MSS -> size == 4 ? (options & ~0xFFFF) | Wire.u16(memory, at + 2) : options;
            case KIND_SCALE -> size == 3 ? withScale(options, Wire.u8(memory, at + 2)) : options;
            case KIND_SACK_PERMITTED -> size == 2 ? options | SACK : options;
            case KIND_TIMESTAMPS -> size == 10 ? options | TIMESTAMPS : options;
            default -> options;
        };
    }

    private static int withScale(int options, int scale) {
        int cut = Math.min(scale, GREATEST_SCALE);
        return (options & ~(0xF << SCALE_SHIFT)) | cut << SCALE_SHIFT;
    }

    /** Puts options together. */
    public static int of(int mss, int scale, boolean sack, boolean timestamps) {
        return mss | scale << SCALE_SHIFT | (sack ? SACK : 0) | (timestamps ? TIMESTAMPS : 0);
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

    public static boolean timestamps(int options) {
        return (options & TIMESTAMPS) != 0;
    }

    /** The eight bits that a cookie keeps of them: MSS by its class, scale and SACK. */
    public static int cookieBits(int options) {
        int place = 0;
        while (place + 1 < MSS_CLASSES.length && MSS_CLASSES[place + 1] <= mss(options)) {
            place++;
        }
        return place << 5 | scale(options) << 1 | (sack(options) ? 1 : 0);
    }

    /**
     * The options again; an MSS is rounded down to its class.
     *
     * @param timestamps whether the acknowledgement had timestamps, which says that the SYN had
     */
    public static int ofCookieBits(int bits, boolean timestamps) {
        return of(MSS_CLASSES[(bits >>> 5) & 7], (bits >>> 1) & 0xF, (bits & 1) != 0, timestamps);
    }
}
