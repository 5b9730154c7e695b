package dev.sluice.health;

import java.util.BitSet;
import java.util.List;

/** The HTTP status codes that count as success. */
record StatusCodes(BitSet codes) {
    /**
     * Reads codes and classes.
     *
     * @param patterns such as {@code 204} and {@code 2xx}
     */
    static StatusCodes of(List<String> patterns) {
        var codes = new BitSet(600);
        for (String pattern : patterns) {
            if (pattern.endsWith("xx")) {
                int first = (pattern.charAt(0) - '0') * 100;
                codes.set(first, first + 100);
            } else {
                codes.set(Integer.parseInt(pattern));
            }
        }
        return new StatusCodes(codes);
    }

    boolean contains(int status) {
        return codes.get(status);
    }
}
