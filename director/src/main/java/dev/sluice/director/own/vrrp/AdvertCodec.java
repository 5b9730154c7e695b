package dev.sluice.director.own.vrrp;

import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes advertisements, IP protocol 112. What others send never throws.
 *
 * <pre>
 * version 3, RFC 9568 §5.1                       version 2, RFC 3768 §5.1 (IPv4)
 *  0       4       8               16            0       4       8               16
 * +-------+-------+---------------+             +-------+-------+---------------+
 * | 3     | 1     | virtual router|             | 2     | 1     | virtual router|
 * +-------+-------+---------------+             +-------+-------+---------------+
 * | priority      | addresses: n  |             | priority      | addresses: n  |
 * +-------+-------+---------------+             +---------------+---------------+
 * | 0     | interval, 10 ms each  |             | authentication| interval, s   |
 * +-------+-----------------------+             +---------------+---------------+
 * | checksum                      |             | checksum                      |
 * +-------------------------------+             +-------------------------------+
 * | n addresses of 4 or 16 bytes  |             | n addresses of 4 bytes        |
 * +-------------------------------+             +-------------------------------+
 *                                               | 8 bytes that once were        |
 *                                               | authentication                |
 *                                               +-------------------------------+
 * </pre>
 *
 * The checksum covers the message; over IPv6 a pseudo-header too, over IPv4 see {@link
 * ChecksumReading}: both are read.
 */
public final class AdvertCodec {
    public static final int PROTOCOL = 112;

    /** What it takes to have come from the same network. */
    public static final int HOP_LIMIT = 255;

    private static final int HEADER = 8;
    private static final int AUTHENTICATION = 8;
    private static final int TYPE_ADVERTISEMENT = 1;
    private static final int MS_PER_UNIT = 10;
    private static final int MS_PER_S = 1000;
    private static final int INTERVAL_MASK = 0xFFF;

    private AdvertCodec() {}

    /** How long a message is at most that {@link #write} writes of these addresses. */
    public static int length(Advert advert) {
        return length(advert.version(), advert.ipv6(), advert.addresses().size());
    }

    private static int length(int version, boolean ipv6, int addresses) {
        return HEADER + addresses * (ipv6 ? 16 : 4) + (version == 2 ? AUTHENTICATION : 0);
    }

    /**
     * Reads what an IP packet carries.
     *
     * @param message all of it
     * @param hopLimit or TTL, as it arrived
     */
    public static Received read(
            MemorySegment message, Address source, Address destination, int hopLimit) {
        if (hopLimit != HOP_LIMIT) {
            return Refusal.FAR_AWAY;
        }
        if (message.byteSize() < HEADER) {
            return Refusal.TRUNCATED;
        }
        boolean ipv6 = !source.isIpv4();
        int version = Wire.u8(message, 0) >>> 4;
        if (version != 3 && (version != 2 || ipv6)) {
            return Refusal.VERSION;
        }
        if ((Wire.u8(message, 0) & 0xF) != TYPE_ADVERTISEMENT) {
            return Refusal.NOT_ADVERTISEMENT;
        }
        if (message.byteSize() < length(version, ipv6, Wire.u8(message, 3))) {
            return Refusal.TRUNCATED;
        }
        return checked(message, version, source, destination);
    }

    private static Received checked(
            MemorySegment message, int version, Address source, Address destination) {
        ChecksumReading checksum;
        if (version == 3 && holds(message, pseudo(source, destination, message.byteSize()))) {
            checksum = ChecksumReading.WITH_PSEUDO_HEADER;
        } else if (source.isIpv4() && holds(message, 0)) {
            checksum = ChecksumReading.MESSAGE_ONLY;
        } else {
            return Refusal.CHECKSUM;
        }
        if (version == 2 && Wire.u8(message, 4) != 0) {
            return Refusal.AUTHENTICATION;
        }
        if (Wire.u8(message, 3) == 0) {
            return Refusal.NO_ADDRESSES;
        }
        int intervalMs =
                version == 3
                        ? (Wire.u16(message, 4) & INTERVAL_MASK) * MS_PER_UNIT
                        : Wire.u8(message, 5) * MS_PER_S;
        if (intervalMs == 0) {
            return Refusal.INTERVAL;
        }
        boolean ipv6 = !source.isIpv4();
        return new Advert(
                version,
                ipv6,
                Wire.u8(message, 1),
                Wire.u8(message, 2),
                intervalMs,
                addresses(message, ipv6),
                checksum);
    }

    private static boolean holds(MemorySegment message, int pseudo) {
        int sum = Checksum.sum(message, 0, (int) message.byteSize());
        return Checksum.holds(Checksum.add(sum, pseudo));
    }

    private static int pseudo(Address source, Address destination, long length) {
        return source.isIpv4()
                ? Checksum.pseudoIpv4(
                        (int) source.low(), (int) destination.low(), PROTOCOL, (int) length)
                : Checksum.pseudoIpv6(
                        source.high(),
                        source.low(),
                        destination.high(),
                        destination.low(),
                        PROTOCOL,
                        (int) length);
    }

    private static List<Address> addresses(MemorySegment message, boolean ipv6) {
        int count = Wire.u8(message, 3);
        var addresses = new ArrayList<Address>(count);
        for (int i = 0; i < count; i++) {
            long at = HEADER + (long) i * (ipv6 ? 16 : 4);
            addresses.add(
                    ipv6
                            ? new Address(Wire.u64(message, at), Wire.u64(message, at + 8))
                            : Address.ofIpv4(Wire.u32(message, at)));
        }
        return addresses;
    }

    /**
     * Writes a message.
     *
     * @param message room for {@link #length} bytes
     * @param source whom it will come from
     * @param destination whom it will go to
     * @return how long it is
     */
    public static int write(
            Advert advert, MemorySegment message, Address source, Address destination) {
        int length = length(advert);
        MemorySegment written = message.asSlice(0, length).fill((byte) 0);
        Wire.put8(written, 0, advert.version() << 4 | TYPE_ADVERTISEMENT);
        Wire.put8(written, 1, advert.routerId());
        Wire.put8(written, 2, advert.priority());
        Wire.put8(written, 3, advert.addresses().size());
        if (advert.version() == 3) {
            Wire.put16(written, 4, advert.intervalMs() / MS_PER_UNIT);
        } else {
            Wire.put8(written, 5, advert.intervalMs() / MS_PER_S);
        }
        long at = HEADER;
        for (Address address : advert.addresses()) {
            at = put(written, at, address);
        }
        boolean plain =
                advert.version() == 2
                        || (!advert.ipv6() && advert.checksum() == ChecksumReading.MESSAGE_ONLY);
        int pseudo = plain ? 0 : pseudo(source, destination, length);
        Wire.put16(written, 6, Checksum.of(Checksum.add(Checksum.sum(written, 0, length), pseudo)));
        return length;
    }

    private static long put(MemorySegment message, long at, Address address) {
        if (address.isIpv4()) {
            Wire.put32(message, at, (int) address.low());
            return at + 4;
        }
        Wire.put64(message, at, address.high());
        Wire.put64(message, at + 8, address.low());
        return at + 16;
    }
}
