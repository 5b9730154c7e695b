package dev.sluice.linux.bpf;

/** When a jump is taken: how its first register compares with the other value, unsigned. */
public enum Condition {
    EQUALS(0x10),
    DIFFERS(0x50),
    ABOVE(0x20),
    AT_LEAST(0x30),
    BELOW(0xa0),
    AT_MOST(0xb0),
    /** Some bit is set in both. */
    HAS_ANY(0x40);

    private final int code;

    Condition(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
