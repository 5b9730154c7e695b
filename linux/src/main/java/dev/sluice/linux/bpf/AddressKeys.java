package dev.sluice.linux.bpf;

import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;

/**
 * Addresses as keys of maps: 16 bytes in network order, IPv4 as ::ffff:a.b.c.d. Writes instructions
 * that copy one to the stack, to a place that is a multiple of eight; they change R1.
 */
public final class AddressKeys {
    public static final int BYTES = 16;
    public static final int BITS = 128;

    private static final int MAPPED = 0xffff_0000;

    private AddressKeys() {}

    /** Of four bytes in memory. */
    public static void ipv4(ProgramText p, Register from, int offset, int place) {
        p.load(INT, R1, from, offset);
        p.store(LONG, STACK, place, 0).store(INT, STACK, place + 8, MAPPED);
        p.store(INT, STACK, place + 12, R1);
    }

    /** Of sixteen bytes in memory. */
    public static void ipv6(ProgramText p, Register from, int offset, int place) {
        for (int i = 0; i < BYTES; i += Integer.BYTES) {
            p.load(INT, R1, from, offset + i).store(INT, STACK, place + i, R1);
        }
    }
}
