package dev.sluice.proxy.log;

/** Bytes that somebody else owns, referred to until the line is written. */
public final class TextSlice {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int from;
    private int to;

    TextSlice() {}

    /** Refers to {@code [from, to)}. */
    public void set(byte[] array, int from, int to) {
        this.array = array;
        this.from = from;
        this.to = to;
    }

    public void set(byte[] array) {
        set(array, 0, array.length);
    }

    void clear() {
        set(NOTHING, 0, 0);
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int length() {
        return to - from;
    }
}
