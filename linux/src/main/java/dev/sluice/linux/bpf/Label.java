package dev.sluice.linux.bpf;

/** A place in a program that jumps lead to. */
public final class Label {
    private static final int NOWHERE = -1;

    private final String name;
    private int at = NOWHERE;

    Label(String name) {
        this.name = name;
    }

    void place(int at) {
        if (this.at != NOWHERE) {
            throw new IllegalStateException("two places are called " + name);
        }
        this.at = at;
    }

    int at() {
        if (at == NOWHERE) {
            throw new IllegalStateException("a jump leads to " + name + ", which is nowhere");
        }
        return at;
    }
}
