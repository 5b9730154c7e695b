package dev.sluice.lab.failover;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection at an {@link EchoServer}, used by its thread alone. */
final class EchoConnection implements RecordStream.Taker {
    /** How long a server that ends late lets its client wait. */
    static final long LATE_NS = 1_000_000_000;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final int server;
    private final NumberedRecord records = new NumberedRecord();
    private final RecordStream stream = new RecordStream();
    private @Nullable ByteBuffer unsent;
    private int mode = NumberedRecord.ECHO;
    private long talk;
    private int lastNumber;
    private long endedNs;

    EchoConnection(SocketChannel channel, SelectionKey key, int server) throws IOException {
        this.channel = channel;
        this.key = key;
        this.server = server;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /**
     * Takes what has come and answers it.
     *
     * @return whether the client has ended and the server goes on
     */
    boolean serve(ByteBuffer buffer, NumberedRecord shared) {
        try {
            if (unsent != null && !flush()) {
                return false;
            }
            stream.begin(buffer);
            int read = channel.read(buffer);
            if (!stream.end(buffer, shared, this)) {
                reset(); // No client sends such: somebody changed it on the way.
                return false;
            }
            return read < 0 && ended();
        } catch (IOException e) {
            close();
            return false;
        }
    }

    @Override
    public boolean take(ByteBuffer buffer, int at) {
        mode = NumberedRecord.mode(buffer, at);
        talk = NumberedRecord.talk(buffer, at);
        lastNumber = NumberedRecord.number(buffer, at);
        records.stamp(buffer, at, server);
        ByteBuffer answer = buffer.slice(at, NumberedRecord.bytes(buffer, at));
        try {
            send(answer);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void send(ByteBuffer answer) throws IOException {
        if (unsent == null) {
            channel.write(answer);
        }
        if (answer.hasRemaining()) {
            ByteBuffer before = unsent;
            int more = before == null ? 0 : before.remaining();
            ByteBuffer all = ByteBuffer.allocate(more + answer.remaining());
            if (before != null) {
                all.put(before);
            }
            unsent = all.put(answer).flip();
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    /** Sends what was left; true when all is gone. */
    private boolean flush() throws IOException {
        ByteBuffer left = unsent;
        if (left != null) {
            channel.write(left);
            if (left.hasRemaining()) {
                return false;
            }
            unsent = null;
            key.interestOps(SelectionKey.OP_READ);
        }
        return true;
    }

    private boolean ended() {
        if (mode == NumberedRecord.ECHO) {
            close();
            return false;
        }
        endedNs = System.nanoTime();
        key.interestOps(0);
        return true;
    }

    /**
     * What a server says of its own after the client has ended.
     *
     * @return whether it goes on
     */
    boolean turn(long nowNs) {
        boolean late = mode == NumberedRecord.LATE;
        if (late && nowNs - endedNs < LATE_NS) {
            return true;
        }
        try {
            ByteBuffer own = ByteBuffer.allocate(NumberedRecord.LEAST_BYTES);
            records.write(own, NumberedRecord.LEAST_BYTES, talk, ++lastNumber, mode, server);
            channel.write(own);
        } catch (IOException e) {
            close();
            return false;
        }
        if (late) {
            close();
        }
        return !late;
    }

    private void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        close();
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone all the same.
        }
    }
}
