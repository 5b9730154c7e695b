package dev.sluice.director.sync.ipvs;

import dev.sluice.director.session.TcpStates;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of both versions, strictly as the Linux kernel does. What others send never
 * throws. Numbers are in network order.
 *
 * <pre>
 * version 1                                     version 0, IPv4 only
 *  0       8      16              32             0       8      16              32
 * +-------+-------+---------------+             +-------+-------+---------------+
 * | 0     | syncid| length of all |             |entries| syncid| length of all |
 * +-------+-------+---------------+             +-------+-------+---------------+
 * |entries| 1     | 0             |
 * +-------+-------+---------------+
 *
 * an entry, at a multiple of 4                  an entry
 * +-------+-------+---+-----------+             +-------+-------+---------------+
 * | IPv6? |protoc.| 0 | length    |             | 0     |protoc.| client's port |
 * +-------+-------+---+-----------+             +-------+-------+---------------+
 * | flags                         |             | virtual port  | server's port |
 * +---------------+---------------+             +---------------+---------------+
 * | state         | client's port |             | client                        |
 * +---------------+---------------+             +-------------------------------+
 * | virtual port  | server's port |             | virtual address               |
 * +---------------+---------------+             +-------------------------------+
 * | mark                          |             | server                        |
 * +-------------------------------+             +---------------+---------------+
 * | timeout, s                    |             | flags         | state         |
 * +-------------------------------+             +---------------+---------------+
 * | client          4 or 16 bytes |             | shifts, if flags say so:      |
 * | virtual address       as many |             | 6 numbers of 32 bits, lowest  |
 * | server                as many |             | byte first                    |
 * +-------+-------+---------------+             +-------------------------------+
 * | option| bytes | so many bytes |
 * +-------+-------+---------------+
 *   1  shifts, 24 bytes: of the client's numbers where they begin, the shift and the one before;
 *      the same of the server's
 *   2  what a persistence engine found      3  the engine's name
 *   64 added to the option: whoever does not know it passes over it; so does LVS over
 *   68 of the first entry, 8 bytes: the cluster of the director that wrote the message
 * </pre>
 *
 * The length of an entry is with its options and without what fills up to a multiple of 4.
 */
final class MessageReader {
    /** The most that a message can have. */
    static final int BYTES_MAX = 65_507;

    static final int HEADER = 8;
    static final int IPV4_BYTES = 36;
    static final int IPV6_BYTES = 72;
    static final int SHIFTS = 1;
    static final int ENGINE_DATA = 2;
    static final int ENGINE_NAME = 3;
    static final int SHIFTS_BYTES = 24;
    static final int CLUSTER = 0x44;
    static final int CLUSTER_BYTES = 8;

    private static final int HEADER_V0 = 4;
    private static final int ENTRY_V0 = 24;
    private static final int LENGTH_MASK = 0xFFF;
    private static final int MAY_IGNORE = 0x40;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final GatewayCounts counts;
    private final int syncId;
    private final Entry entry = new Entry();
    private byte[] bytes = new byte[0];
    private int length;
    private int at;
    private int left;
    private boolean isFirst;

    /**
     * @param syncId whose messages are read; 0 for everybody's
     */
    MessageReader(int syncId, GatewayCounts counts) {
        this.syncId = syncId;
        this.counts = counts;
    }

    /** What {@link #next} has found; valid until it is called again. */
    Entry entry() {
        return entry;
    }

    /**
     * Begins with a message.
     *
     * @return why nothing of it is read; null if entries are
     */
    @Nullable Refusal open(byte[] message, int messageBytes) {
        bytes = message;
        length = messageBytes;
        left = 0;
        Refusal refusal = header();
        if (refusal != null) {
            counts.add(refusal);
        }
        return refusal;
    }

    private @Nullable Refusal header() {
        if (length < HEADER_V0) {
            return Refusal.TRUNCATED;
        }
        if (u16(2) != length) {
            return Refusal.LENGTH;
        }
        if (syncId != 0 && u8(1) != syncId) {
            return Refusal.OTHER_SYNC_ID;
        }
        isFirst = length >= HEADER && u8(0) == 0 && u8(5) == 1 && u16(6) == 0;
        at = isFirst ? HEADER : HEADER_V0;
        left = isFirst ? u8(4) : u8(0);
        return null;
    }

    /** Goes on to the next entry that can be read; what cannot is counted. */
    boolean next() {
        while (left > 0) {
            left--;
            entry.clearOptions();
            Refusal refusal = isFirst ? read() : readV0();
            if (refusal == null) {
                return true;
            }
            counts.add(refusal);
            if (refusal.reach() == Refusal.Reach.REST) {
                left = 0;
            }
        }
        return false;
    }

    private @Nullable Refusal read() {
        if (at + IPV4_BYTES > length) {
            return Refusal.ENTRY_TRUNCATED;
        }
        int begin = at;
        int bytesAndVersion = u16(begin + 2);
        int end = begin + (bytesAndVersion & LENGTH_MASK);
        if (end > length) {
            return Refusal.ENTRY_TRUNCATED;
        }
        if (bytesAndVersion != (bytesAndVersion & LENGTH_MASK)) {
            return Refusal.ENTRY_VERSION;
        }
        entry.isIpv6 = (u8(begin) & 1) != 0;
        if (!entry.isIpv6 && u8(begin) != 0) {
            return Refusal.ENTRY_TYPE;
        }
        int options = begin + (entry.isIpv6 ? IPV6_BYTES : IPV4_BYTES);
        if (options > end) {
            return Refusal.ENTRY_TRUNCATED;
        }
        at = (end + 3) & ~3;
        fields(begin);
        Refusal refusal = options(options, end);
        return refusal == null ? judge() : refusal;
    }

    private void fields(int begin) {
        entry.protocol = u8(begin + 1);
        entry.flags = u32(begin + 4);
        entry.state = u16(begin + 8);
        entry.clientPort = u16(begin + 10);
        entry.virtualPort = u16(begin + 12);
        entry.serverPort = u16(begin + 14);
        entry.mark = u32(begin + 16);
        entry.timeoutS = u32(begin + 20);
        if (entry.isIpv6) {
            entry.clientHigh = u64(begin + 24);
            entry.clientLow = u64(begin + 32);
            entry.virtualHigh = u64(begin + 40);
            entry.virtualLow = u64(begin + 48);
            entry.serverHigh = u64(begin + 56);
            entry.serverLow = u64(begin + 64);
        } else {
            ipv4(begin + 24);
        }
    }

    private void ipv4(int from) {
        entry.clientHigh = 0;
        entry.clientLow = ipv4Low(from);
        entry.virtualHigh = 0;
        entry.virtualLow = ipv4Low(from + 4);
        entry.serverHigh = 0;
        entry.serverLow = ipv4Low(from + 8);
    }

    private @Nullable Refusal options(int from, int end) {
        int option = from;
        while (option < end) {
            if (option + 2 > end) {
                return Refusal.OPTION_MALFORMED;
            }
            int kind = u8(option);
            int size = u8(option + 1);
            if (size == 0 || option + 2 + size > end) {
                return Refusal.OPTION_MALFORMED;
            }
            Refusal refusal = option(kind, option + 2, size);
            if (refusal != null) {
                return refusal;
            }
            option += 2 + size;
        }
        return null;
    }

    private @Nullable Refusal option(int kind, int from, int size) {
        return switch (kind & ~MAY_IGNORE) {
            case SHIFTS -> shifts(from, size);
            case ENGINE_DATA -> engineData(from, size);
            case ENGINE_NAME -> engineName(from, size);
            default -> other(kind, from, size);
        };
    }

    private @Nullable Refusal other(int kind, int from, int size) {
        if (kind == CLUSTER && size == CLUSTER_BYTES) {
            entry.cluster = u64(from);
        }
        return (kind & MAY_IGNORE) != 0 ? null : Refusal.OPTION_UNKNOWN;
    }

    private @Nullable Refusal shifts(int from, int size) {
        if (size != SHIFTS_BYTES) {
            return Refusal.OPTION_MALFORMED;
        }
        if (entry.hasShifts) {
            return Refusal.OPTION_TWICE;
        }
        entry.hasShifts = true;
        entry.inBegin = u32(from);
        entry.inShift = u32(from + 4);
        entry.inShiftBefore = u32(from + 8);
        entry.outBegin = u32(from + 12);
        entry.outShift = u32(from + 16);
        entry.outShiftBefore = u32(from + 20);
        return null;
    }

    private @Nullable Refusal engineData(int from, int size) {
        if (entry.engineDataBytes != 0) {
            return Refusal.OPTION_TWICE;
        }
        System.arraycopy(bytes, from, entry.engineData, 0, size);
        entry.engineDataBytes = size;
        return null;
    }

    private @Nullable Refusal engineName(int from, int size) {
        if (entry.engineNameBytes != 0) {
            return Refusal.OPTION_TWICE;
        }
        if (size > Entry.ENGINE_NAME_MAX) {
            return Refusal.OPTION_MALFORMED;
        }
        System.arraycopy(bytes, from, entry.engineName, 0, size);
        entry.engineNameBytes = size;
        return null;
    }

    private @Nullable Refusal readV0() {
        int begin = at;
        if (begin + ENTRY_V0 > length) {
            return Refusal.ENTRY_TRUNCATED;
        }
        entry.flags = u16(begin + 20);
        entry.hasShifts = (entry.flags & Entry.SHIFTED) != 0;
        int end = begin + ENTRY_V0 + (entry.hasShifts ? SHIFTS_BYTES : 0);
        if (end > length) {
            return Refusal.ENTRY_TRUNCATED;
        }
        at = end;
        entry.isIpv6 = false;
        entry.protocol = u8(begin + 1);
        entry.clientPort = u16(begin + 2);
        entry.virtualPort = u16(begin + 4);
        entry.serverPort = u16(begin + 6);
        ipv4(begin + 8);
        entry.state = u16(begin + 22);
        entry.mark = 0;
        entry.timeoutS = 0;
        if (entry.hasShifts) {
            shiftsV0(begin + ENTRY_V0);
        }
        return judge();
    }

    /** In the order of the machine that wrote them, which is not said: that of nearly all. */
    private void shiftsV0(int from) {
        entry.inBegin = Integer.reverseBytes(u32(from));
        entry.inShift = Integer.reverseBytes(u32(from + 4));
        entry.inShiftBefore = Integer.reverseBytes(u32(from + 8));
        entry.outBegin = Integer.reverseBytes(u32(from + 12));
        entry.outShift = Integer.reverseBytes(u32(from + 16));
        entry.outShiftBefore = Integer.reverseBytes(u32(from + 20));
    }

    /** What the kernel looks at once an entry is read. A template's state means nothing. */
    private @Nullable Refusal judge() {
        if (!entry.isTemplate()) {
            if (entry.protocol != TCP && entry.protocol != UDP) {
                return Refusal.PROTOCOL;
            }
            if (entry.state >= (entry.protocol == TCP ? TcpStates.COUNT : 1)) {
                return Refusal.STATE;
            }
        }
        boolean isUnnamed = entry.engineDataBytes != 0 && entry.engineNameBytes == 0;
        return isUnnamed ? Refusal.ENGINE : null;
    }

    private int u8(int from) {
        return bytes[from] & 0xFF;
    }

    private int u16(int from) {
        return u8(from) << 8 | u8(from + 1);
    }

    private int u32(int from) {
        return u16(from) << 16 | u16(from + 2);
    }

    private long u64(int from) {
        return (long) u32(from) << 32 | (u32(from + 4) & 0xFFFF_FFFFL);
    }

    private long ipv4Low(int from) {
        return 0xFFFFL << 32 | (u32(from) & 0xFFFF_FFFFL);
    }
}
