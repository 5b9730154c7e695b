package dev.sluice.model.unit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address and how many of its leading bits count (RFC 4632). A plain address is a network of
 * one.
 *
 * @param address as written, bits beyond the prefix included
 * @param prefix 0 to 32, or to 128
 */
public record Network(InetAddress address, int prefix) {
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** Reads {@code 192.0.2.0/24} or {@code 192.0.2.7}, IPv4 or IPv6. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        return IpLiteral.parse(literal)
                .flatMap(address ->
                        slash < 0
                                ? Optional.of(new Network(address, bits(address)))
                                : withPrefix(address, text.substring(slash + 1)));
    }

    private static Optional<Network> withPrefix(InetAddress address, String prefix) {
        return PREFIX.matcher(prefix).matches() && Integer.parseInt(prefix) <= bits(address)
                ? Optional.of(new Network(address, Integer.parseInt(prefix)))
                : Optional.empty();
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    /** Whether every bit beyond the prefix is zero. */
    public boolean isCanonical() {
        return address.equals(canonical().address);
    }

    /** The same network with every bit beyond the prefix zero. */
    public Network canonical() {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int counted = Math.clamp(prefix - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xFF00 >> counted);
        }
        try {
            return new Network(InetAddress.getByAddress(bytes), prefix);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    /** As users write it: a network of one without its prefix. */
    @Override
    public String toString() {
        String literal = address.getHostAddress();
        return prefix == bits(address) ? literal : literal + "/" + prefix;
    }
}
