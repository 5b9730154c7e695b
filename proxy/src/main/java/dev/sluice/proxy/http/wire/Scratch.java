package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array in which a head is put together before it is written in one go. */
final class Scratch {
    private static final int INITIAL_BYTES = 4 * 1024;
    private static final int MOST_DECIMAL_DIGITS = 19;

    private byte[] array = new byte[INITIAL_BYTES];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    Scratch add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    Scratch add(byte[] bytes, int from, int to) {
        int size = to - from;
        ensureRoom(size);
        System.arraycopy(bytes, from, array, length, size);
        length += size;
        return this;
    }

    Scratch add(byte b) {
        ensureRoom(1);
        array[length++] = b;
        return this;
    }

    Scratch endLine() {
        ensureRoom(2);
        array[length++] = ByteClass.CR;
        array[length++] = ByteClass.LF;
        return this;
    }

    /** Appends a number that is not negative. */
    Scratch addDecimal(long number) {
        ensureRoom(MOST_DECIMAL_DIGITS);
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    private void ensureRoom(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
