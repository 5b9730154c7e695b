package dev.sluice.director.table;

import dev.sluice.balance.StableHash;
import dev.sluice.model.unit.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An IP address as the hot path has it: two numbers, IPv4 as ::ffff:a.b.c.d. For building tables
 * and for words; packets' addresses are never made into one.
 */
public record Address(long high, long low) {
    private static final long IPV4_PREFIX = 0xFFFFL;

    public static Address of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Address(StableHash.highOf(bytes), StableHash.lowOf(bytes));
    }

    /** The address that four bytes are, the first one highest. */
    public static Address ofIpv4(int address) {
        return new Address(0, IPV4_PREFIX << 32 | Integer.toUnsignedLong(address));
    }

    /** Reads a literal; a name is not looked up. */
    public static Optional<Address> parse(String literal) {
        return IpLiteral.parse(literal).map(Address::of);
    }

    /** Whether two numbers are an IPv4 address. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == IPV4_PREFIX;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    /** The address so many further; the lower half wraps around. */
    public Address plus(long count) {
        return new Address(high, low + count);
    }

    /** An address in words. */
    public static String text(long high, long low) {
        return new Address(high, low).toString();
    }

    @Override
    public String toString() {
        return inetAddress().getHostAddress();
    }

    /** The same as the system has it. */
    public InetAddress inetAddress() {
        byte[] bytes = new byte[isIpv4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int back = bytes.length - 1 - i;
            bytes[i] = (byte) (back < 8 ? low >>> (back * 8) : high >>> (back * 8 - 64));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
