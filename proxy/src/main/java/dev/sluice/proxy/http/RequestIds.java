package dev.sluice.proxy.http;

import java.security.SecureRandom;

/**
 * Ids of requests: 16 random hex digits for a loop's life, then a count. Owned by its loop.
 *
 * <pre>
 *   3f9c0a6e51b7d284-1a2b
 * </pre>
 */
final class RequestIds {
    private static final int PREFIX_BYTES = 17;
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final byte[] prefix = new byte[PREFIX_BYTES];
    private long count;

    RequestIds() {
        long random = new SecureRandom().nextLong();
        for (int i = 0; i < PREFIX_BYTES - 1; i++) {
            prefix[i] = HEX[(int) (random >>> (4 * i)) & 0xf];
        }
        prefix[PREFIX_BYTES - 1] = '-';
    }

    byte[] next() {
        count++;
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(count)) / 4);
        byte[] id = java.util.Arrays.copyOf(prefix, PREFIX_BYTES + digits);
        for (int i = 0; i < digits; i++) {
            id[PREFIX_BYTES + i] = HEX[(int) (count >>> (4 * (digits - 1 - i))) & 0xf];
        }
        return id;
    }
}
