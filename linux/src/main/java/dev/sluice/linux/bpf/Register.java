package dev.sluice.linux.bpf;

/**
 * The registers of BPF's machine, 64 bits each. A call takes its arguments in {@link #R1} to {@link
 * #R5}, answers in {@link #R0}, and leaves nothing in the others up to {@link #R5}.
 */
public enum Register {
    /** The answer of a call, and of the program. */
    R0,
    /** The first argument; the program's own when it begins: its context. */
    R1,
    R2,
    R3,
    R4,
    R5,
    /** The first of four that calls leave alone. */
    R6,
    R7,
    R8,
    R9,
    /** The end of 512 bytes of stack, which lie below; read only. */
    STACK;

    int number() {
        return ordinal();
    }
}
