package dev.sluice.lab.failover;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a client sends and gets back. Numbers are in network order.
 *
 * <pre>
 *   0       4       8               16      20      24      28      32
 *   +-------+-------+---------------+-------+-------+-------+-------+--- - -
 *   | bytes | sum   | talk          |number | mode  |server | 0     | filler
 *   +-------+-------+---------------+-------+-------+-------+-------+--- - -
 * </pre>
 *
 * The sum is CRC-32C over all that follows it. Clients number from 1; a server puts its own number
 * in and sums again. Used by one thread.
 */
final class NumberedRecord {
    static final int LEAST_BYTES = 32;
    static final int MOST_BYTES = 65_536;

    /** The server sends each record back, and ends when the client has. */
    static final int ECHO = 0;

    /** Once the client has ended, the server goes on with records of its own. */
    static final int TALK = 1;

    /** Once the client has ended, the server waits a while, sends one record more, and ends. */
    static final int LATE = 2;

    private static final int SUM_AT = 4;
    private static final int TALK_AT = 8;
    private static final int NUMBER_AT = 16;
    private static final int MODE_AT = 20;
    private static final int SERVER_AT = 24;

    private final CRC32C crc = new CRC32C();

    /** Writes one over all of a buffer, ready to be sent. */
    void write(ByteBuffer to, int bytes, long talk, int number, int mode, int server) {
        to.clear().limit(bytes);
        to.putInt(0, bytes);
        to.putLong(TALK_AT, talk);
        to.putInt(NUMBER_AT, number);
        to.putInt(MODE_AT, mode);
        to.putInt(SERVER_AT, server);
        to.putInt(SERVER_AT + 4, 0);
        for (int at = LEAST_BYTES; at + 8 <= bytes; at += 8) {
            to.putLong(at, talk * 0x9E3779B97F4A7C15L + number + at);
        }
        to.putInt(SUM_AT, sum(to, 0, bytes));
    }

    /** Puts a server's number into one. */
    void stamp(ByteBuffer record, int at, int server) {
        record.putInt(at + SERVER_AT, server);
        record.putInt(at + SUM_AT, sum(record, at, bytes(record, at)));
    }

    /** Whether what stands there, as long as it says, is as it was written. */
    boolean isRight(ByteBuffer record, int at) {
        return record.getInt(at + SUM_AT) == sum(record, at, bytes(record, at));
    }

    private int sum(ByteBuffer record, int at, int bytes) {
        int position = record.position();
        int limit = record.limit();
        crc.reset();
        record.limit(at + bytes).position(at + TALK_AT);
        crc.update(record);
        record.limit(limit).position(position);
        return (int) crc.getValue();
    }

    static int bytes(ByteBuffer record, int at) {
        return record.getInt(at);
    }

    static boolean isLength(int bytes) {
        return bytes >= LEAST_BYTES && bytes <= MOST_BYTES && bytes % 8 == 0;
    }

    static long talk(ByteBuffer record, int at) {
        return record.getLong(at + TALK_AT);
    }

    static int number(ByteBuffer record, int at) {
        return record.getInt(at + NUMBER_AT);
    }

    static int mode(ByteBuffer record, int at) {
        return record.getInt(at + MODE_AT);
    }

    static int server(ByteBuffer record, int at) {
        return record.getInt(at + SERVER_AT);
    }
}
