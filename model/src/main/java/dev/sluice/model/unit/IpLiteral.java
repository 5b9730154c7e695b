package dev.sluice.model.unit;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses written as such; a name is never looked up. */
public final class IpLiteral {
    private static final Pattern V4 =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern LOOKS_LIKE_V4 = Pattern.compile("[0-9.]+");

    private IpLiteral() {}

    /**
     * Reads an IPv4 address in four decimal parts without leading zeros, or an IPv6 address without
     * a zone. An IPv4-mapped IPv6 address is the IPv4 address.
     */
    public static Optional<InetAddress> parse(String text) {
        boolean v6 = text.indexOf(':') >= 0 && text.indexOf('%') < 0 && text.indexOf('[') < 0;
        if (!v6 && !V4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a text must be an address, because no host name looks like it. */
    public static boolean looksLikeOne(String text) {
        return text.indexOf(':') >= 0 || LOOKS_LIKE_V4.matcher(text).matches();
    }
}
