package dev.sluice.linux.bpf;

import dev.sluice.linux.call.Syscalls;

/**
 * A file descriptor that is closed once. Not safe for several threads: it belongs to its object.
 */
final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private int number;

    Descriptor(int number) {
        this.number = number;
    }

    int number() {
        if (number == CLOSED) {
            throw new IllegalStateException("used after it was closed");
        }
        return number;
    }

    @Override
    public void close() {
        if (number != CLOSED) {
            Syscalls.close(number);
            number = CLOSED;
        }
    }
}
