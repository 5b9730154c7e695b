package dev.sluice.model.unit;

import java.util.Arrays;

/**
 * Bytes that must reach no log, no metric and no JSON: private keys and tokens. It refuses to be
 * printed or compared by accident, and can be erased.
 */
public final class Secret {
    private final byte[] bytes;

    /** Takes over the array: the caller keeps no other reference. */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy, so that {@link #erase} leaves none behind. */
    public byte[] reveal() {
        return bytes;
    }

    public void erase() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
