package dev.sluice.director.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The Internet checksum: the one's complement of the one's complement sum of 16-bit words (RFC
 * 1071), whole, and as a change to one that stands (RFC 1624 §3, equation 3: {@code HC' = ~(~HC +
 * ~m + m')}). A changed checksum of a broken packet stays broken, so that its end notices.
 *
 * <p>A <em>sum</em> is not yet complemented, lies between 0 and 0xFFFF, and can be added to others;
 * a <em>checksum</em> is what stands in a header.
 */
public final class Checksum {
    /** Words in the order of this machine: the sum is swapped once at the end (RFC 1071 §2 B). */
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final long LOW_32 = 0xFFFF_FFFFL;

    private Checksum() {}

    /** The sum of bytes that begin at an even place of what is summed up. */
    public static int sum(MemorySegment memory, long at, int length) {
        long sum = 0;
        long p = at;
        long wordsEnd = at + (length & ~7);
        for (; p < wordsEnd; p += 8) {
            long word = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, p);
            sum += (word & LOW_32) + (word >>> 32);
        }
        long end = at + length;
        for (; p + 2 <= end; p += 2) {
            sum += memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, p) & 0xFFFF;
        }
        if (p < end) {
            int last = Wire.u8(memory, p);
            sum += SWAP ? last : last << 8;
        }
        int folded = fold(sum);
        return SWAP ? Short.reverseBytes((short) folded) & 0xFFFF : folded;
    }

    /** The sum of two sums. */
    public static int add(int sum, int other) {
        int both = sum + other;
        return (both & 0xFFFF) + (both >>> 16);
    }

    /** The sum of 16 bytes, such as an address. */
    public static int sum(long high, long low) {
        return fold(halves(high) + halves(low));
    }

    /** The sum of the pseudo-header of IPv4 (RFC 9293 §3.1). */
    public static int pseudoIpv4(int source, int destination, int protocol, int length) {
        return fold((source & LOW_32) + (destination & LOW_32) + protocol + length);
    }

    /** The sum of the pseudo-header of IPv6 (RFC 8200 §8.1). */
    public static int pseudoIpv6(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            int protocol,
            int length) {
        return fold(
                halves(sourceHigh)
                        + halves(sourceLow)
                        + halves(destinationHigh)
                        + halves(destinationLow)
                        + protocol
                        + length);
    }

    /** What stands in a header whose packet has a sum, with the field itself taken as zero. */
    public static int of(int sum) {
        return ~sum & 0xFFFF;
    }

    /** The same for UDP, where 0 would mean that there is none (RFC 768). */
    public static int ofUdp(int sum) {
        return orOnes(of(sum));
    }

    /** A checksum of UDP is never 0 unless it is absent: 0xFFFF is the same number. */
    public static int orOnes(int checksum) {
        return checksum == 0 ? 0xFFFF : checksum;
    }

    /** Whether a sum that included the checksum field is that of an intact packet. */
    public static boolean holds(int sum) {
        return sum == 0xFFFF;
    }

    /** Whether twenty bytes are those of an intact header. */
    static boolean holds(long first, long second, int third) {
        return holds(fold(halves(first) + halves(second) + (third & LOW_32)));
    }

    /** By how much eight bytes changed, as {@link #update} takes it. */
    public static long change(long was, long now) {
        return halves(~was) + halves(now);
    }

    /** A checksum after a field of two bytes changed. */
    public static int update16(int checksum, int was, int now) {
        return update(checksum, (~was & 0xFFFF) + (now & 0xFFFF));
    }

    /** A checksum after a field of four bytes changed. */
    public static int update32(int checksum, int was, int now) {
        return update(checksum, (~was & LOW_32) + (now & LOW_32));
    }

    /**
     * A checksum after an address changed. Right for IPv4 too, where addresses are ::ffff:a.b.c.d:
     * what both have in common takes itself away.
     */
    public static int update128(
            int checksum, long wasHigh, long wasLow, long nowHigh, long nowLow) {
        return update(
                checksum, halves(~wasHigh) + halves(~wasLow) + halves(nowHigh) + halves(nowLow));
    }

    /**
     * A checksum after bytes changed whose sums are known, such as a quoted header.
     *
     * @param was their sum before
     * @param now their sum now
     */
    public static int replace(int checksum, int was, int now) {
        return update16(checksum, was, now);
    }

    /**
     * A checksum after several fields changed at once.
     *
     * @param change the sum of {@code ~was + now} of each field of 16 or 32 bits, masked to its
     *     size, not folded
     */
    public static int update(int checksum, long change) {
        return ~fold((~checksum & 0xFFFF) + change) & 0xFFFF;
    }

    private static long halves(long word) {
        return (word & LOW_32) + (word >>> 32);
    }

    private static int fold(long sum) {
        long folded = (sum & LOW_32) + (sum >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16 & 0xFFFF) + (folded >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        return (int) ((folded & 0xFFFF) + (folded >>> 16));
    }
}
