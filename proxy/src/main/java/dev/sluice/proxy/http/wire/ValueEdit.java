package dev.sluice.proxy.http.wire;

/** Replaces one range of a head's bytes, which lies within one header's value. */
final class ValueEdit {
    private static final byte[] NOTHING = {};

    private int from = -1;
    private int to = -1;
    private byte[] replacement = NOTHING;

    void clear() {
        from = to = -1;
        replacement = NOTHING;
    }

    void set(int from, int to, byte[] replacement) {
        this.from = from;
        this.to = to;
        this.replacement = replacement;
    }

    /** Appends {@code [start, end)} of a head, with the range replaced if it lies within. */
    void copy(byte[] head, int start, int end, Scratch out) {
        if (from < start || to > end) {
            out.add(head, start, end);
            return;
        }
        out.add(head, start, from).add(replacement).add(head, to, end);
    }
}
