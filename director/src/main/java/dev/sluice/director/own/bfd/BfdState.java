package dev.sluice.director.own.bfd;

/** Where a session stands: RFC 5880 §4.1, in the order of its numbers. */
public enum BfdState {
    ADMIN_DOWN,
    DOWN,
    INIT,
    UP;

    private static final BfdState[] ALL = values();

    static BfdState of(int number) {
        return ALL[number & 3];
    }
}
