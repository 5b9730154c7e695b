package dev.sluice.linux.bpf;

/**
 * Where a program in traffic control finds what it is given: {@code struct __sk_buff}, each field
 * an int.
 */
public final class SkbFields {
    /** Of the whole frame, of which not all need lie between {@link #DATA} and its end. */
    public static final int LENGTH = 0;

    /** Not 0 if a VLAN tag was taken off. */
    public static final int TAGGED = 20;

    static final int DATA = 76;
    static final int DATA_END = 80;

    /** How many bytes of payload each frame has that it is cut into; 0 if it is not to be cut. */
    public static final int SEGMENT_BYTES = 176;

    private SkbFields() {}
}
