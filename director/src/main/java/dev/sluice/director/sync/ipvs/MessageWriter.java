package dev.sluice.director.sync.ipvs;

import java.util.Arrays;

/** Writes messages of version 1 as the Linux kernel does; {@link MessageReader} draws them. */
final class MessageWriter {
    /** An entry count is a byte. */
    static final int ENTRIES_MAX = 255;

    private static final int OPTION_HEADER = 2;

    private final byte[] bytes;
    private final int syncId;
    private int at;
    private int entries;

    /**
     * @param bytesMax of a message
     */
    MessageWriter(int bytesMax, int syncId) {
        this.bytes = new byte[bytesMax];
        this.syncId = syncId;
        begin();
    }

    /** Forgets what was written. */
    void begin() {
        at = MessageReader.HEADER;
        entries = 0;
    }

    boolean isEmpty() {
        return entries == 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Adds an entry.
     *
     * @return false if there is no room for it: the message must be sent first
     */
    boolean add(Entry entry) {
        int begin = (at + 3) & ~3;
        int size = size(entry);
        if (entries == ENTRIES_MAX || begin + size > bytes.length) {
            return false;
        }
        Arrays.fill(bytes, at, begin, (byte) 0);
        at = begin;
        fields(entry, size);
        options(entry);
        entries++;
        return true;
    }

    /** Ends the message. Returns how long it is. */
    int close() {
        int length = at;
        at = 0;
        put8(0);
        put8(syncId);
        put16(length);
        put8(entries);
        put8(1);
        put16(0);
        at = length;
        return length;
    }

    private static int size(Entry entry) {
        return (entry.isIpv6 ? MessageReader.IPV6_BYTES : MessageReader.IPV4_BYTES)
                + optionSize(entry.hasShifts ? MessageReader.SHIFTS_BYTES : 0)
                + optionSize(entry.engineDataBytes)
                + optionSize(entry.engineNameBytes)
                + optionSize(entry.cluster == 0 ? 0 : MessageReader.CLUSTER_BYTES);
    }

    private static int optionSize(int bytes) {
        return bytes == 0 ? 0 : OPTION_HEADER + bytes;
    }

    private void fields(Entry entry, int size) {
        put8(entry.isIpv6 ? 1 : 0);
        put8(entry.protocol);
        put16(size);
        put32(entry.flags & ~Entry.HASHED);
        put16(entry.state);
        put16(entry.clientPort);
        put16(entry.virtualPort);
        put16(entry.serverPort);
        put32(entry.mark);
        put32(entry.timeoutS);
        address(entry.isIpv6, entry.clientHigh, entry.clientLow);
        address(entry.isIpv6, entry.virtualHigh, entry.virtualLow);
        address(entry.isIpv6, entry.serverHigh, entry.serverLow);
    }

    private void options(Entry entry) {
        if (entry.hasShifts) {
            put8(MessageReader.SHIFTS);
            put8(MessageReader.SHIFTS_BYTES);
            put32(entry.inBegin);
            put32(entry.inShift);
            put32(entry.inShiftBefore);
            put32(entry.outBegin);
            put32(entry.outShift);
            put32(entry.outShiftBefore);
        }
        option(MessageReader.ENGINE_DATA, entry.engineData, entry.engineDataBytes);
        option(MessageReader.ENGINE_NAME, entry.engineName, entry.engineNameBytes);
        if (entry.cluster != 0) {
            put8(MessageReader.CLUSTER);
            put8(MessageReader.CLUSTER_BYTES);
            put32((int) (entry.cluster >>> 32));
            put32((int) entry.cluster);
        }
    }

    private void option(int kind, byte[] value, int size) {
        if (size != 0) {
            put8(kind);
            put8(size);
            System.arraycopy(value, 0, bytes, at, size);
            at += size;
        }
    }

    private void address(boolean isIpv6, long high, long low) {
        if (isIpv6) {
            put32((int) (high >>> 32));
            put32((int) high);
            put32((int) (low >>> 32));
        }
        put32((int) low);
    }

    private void put8(int value) {
        bytes[at++] = (byte) value;
    }

    private void put16(int value) {
        put8(value >>> 8);
        put8(value);
    }

    private void put32(int value) {
        put16(value >>> 16);
        put16(value);
    }
}
