package dev.sluice.balance;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64-bit hashes of what ties work to a server. The same bytes give the same hash in every process,
 * on every machine and in every release: balancers beside each other, and one after its restart,
 * must send a client to the same server. Not secret, and no protection against chosen input.
 *
 * <p>Eight bytes at a time, little-endian, go through the finalizer of SplitMix64 (Steele, Lea,
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants: Stafford's
 * variant 13). An IPv4 address is hashed as its IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2), so
 * that it does not matter which kind of socket took the connection.
 */
public final class StableHash {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    /** "sluice/1" in ASCII: fixed for good. */
    private static final long SEED = 0x736C_7569_6365_2F31L;

    private StableHash() {}

    /** Of a client's address: 4 or 16 bytes in network order. */
    public static long address(byte[] address) {
        return address.length == 4
                ? address(0, mapped(address))
                : address(highOf(address), lowOf(address));
    }

    /** Of an address as two numbers; see {@link #highOf} and {@link #lowOf}. */
    public static long address(long high, long low) {
        return absorb(absorb(SEED, high), low);
    }

    /** Of a connection's or datagram's four-tuple. Addresses as for {@link #address(byte[])}. */
    public static long fourTuple(
            byte[] clientAddress, int clientPort, byte[] localAddress, int localPort) {
        return fourTuple(
                address(clientAddress),
                clientPort,
                highOf(localAddress),
                lowOf(localAddress),
                localPort);
    }

    /**
     * The same with the client's address already hashed.
     *
     * @param clientHash what {@link #address} gave for the client
     */
    public static long fourTuple(
            long clientHash, int clientPort, long localHigh, long localLow, int localPort) {
        long ports = ((long) clientPort << 16) | localPort;
        return absorb(absorb(absorb(clientHash, localHigh), localLow), ports);
    }

    /** Of any bytes, such as a QUIC connection id. */
    public static long bytes(byte[] buffer, int offset, int length) {
        return bytes(SEED, buffer, offset, length);
    }

    static long bytes(long seed, byte[] buffer, int offset, int length) {
        long hash = seed;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = absorb(hash, (long) WORDS.get(buffer, at));
        }
        long tail = 0;
        for (int shift = 0; at < end; at++, shift += 8) {
            tail |= (buffer[at] & 0xFFL) << shift;
        }
        return absorb(absorb(hash, tail), length);
    }

    /** The upper half of an address of 4 or 16 bytes; 0 for IPv4. */
    public static long highOf(byte[] address) {
        return address.length == 4 ? 0 : bigEndian(address, 0);
    }

    /** The lower half of an address of 4 or 16 bytes; IPv4 as {@code ::ffff:a.b.c.d}. */
    public static long lowOf(byte[] address) {
        return address.length == 4 ? mapped(address) : bigEndian(address, 8);
    }

    /** Spreads a number's bits; a bijection. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** The number-th of an endless sequence that begins with a hash. */
    static long step(long hash, int number) {
        return mix(hash + number * STEP);
    }

    private static long absorb(long hash, long word) {
        return mix((hash + STEP) ^ word);
    }

    private static long mapped(byte[] address) {
        return 0xFFFF_0000_0000L
                | (address[0] & 0xFFL) << 24
                | (address[1] & 0xFFL) << 16
                | (address[2] & 0xFFL) << 8
                | (address[3] & 0xFFL);
    }

    private static long bigEndian(byte[] bytes, int offset) {
        return Long.reverseBytes((long) WORDS.get(bytes, offset));
    }
}
