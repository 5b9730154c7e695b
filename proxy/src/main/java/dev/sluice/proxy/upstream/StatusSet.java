package dev.sluice.proxy.upstream;

import java.util.BitSet;
import java.util.List;

/** Some HTTP status codes. Immutable, any thread. */
public record StatusSet(BitSet codes) {
    private static final int CLASS = 100;

    /**
     * Reads codes and classes.
     *
     * @param patterns such as {@code 503} and {@code 5xx}
     */
    public static StatusSet of(List<String> patterns) {
        var codes = new BitSet();
        for (String pattern : patterns) {
            if (pattern.endsWith("xx")) {
                int first = (pattern.charAt(0) - '0') * CLASS;
                codes.set(first, first + CLASS);
            } else {
                codes.set(Integer.parseInt(pattern));
            }
        }
        return new StatusSet(codes);
    }

    public boolean contains(int status) {
        return codes.get(status);
    }
}
