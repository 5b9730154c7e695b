package dev.sluice.linux.bpf;

/** How much is loaded, stored or turned around. */
public enum Width {
    BYTE(0x10, 1),
    SHORT(0x08, 2),
    INT(0x00, 4),
    LONG(0x18, 8);

    private final int code;
    private final int bytes;

    Width(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The bits of an instruction that say it. */
    int code() {
        return code;
    }

    int bits() {
        return bytes * Byte.SIZE;
    }
}
