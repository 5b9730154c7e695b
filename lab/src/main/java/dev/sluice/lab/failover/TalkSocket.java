package dev.sluice.lab.failover;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A talk's socket: brings what comes to the talk, and sends what its kind says next. */
final class TalkSocket implements RecordStream.Taker {
    private static final int OUTSTANDING_MOST = 3;
    private static final long QUIET_NS = 100_000_000;
    private static final long LIFE_NS = 1_000_000_000;

    private final Talk talk;
    private final SelectableChannel channel;
    private final SelectionKey key;
    private final NumberedRecord records;
    private final RecordStream stream = new RecordStream();
    private @Nullable ByteBuffer unsent;
    private long nowNs;

    private TalkSocket(
            Talk talk, SelectableChannel channel, SelectionKey key, NumberedRecord records) {
        this.talk = talk;
        this.channel = channel;
        this.key = key;
        this.records = records;
    }

    /** Opens one in the calling thread's namespace, and connects it. */
    static TalkSocket open(Talk talk, Selector selector, NumberedRecord records)
            throws IOException {
        var to =
                new InetSocketAddress(InetAddress.ofLiteral(talk.door.address()), talk.door.port());
        if (talk.kind.isDatagrams()) {
            var channel = DatagramChannel.open(talk.door.family());
            channel.configureBlocking(false);
            channel.connect(to);
            return register(talk, channel, selector, SelectionKey.OP_READ, records);
        }
        var channel = SocketChannel.open(talk.door.family());
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var socket = register(talk, channel, selector, SelectionKey.OP_CONNECT, records);
        try {
            channel.connect(to);
        } catch (IOException e) {
            talk.broke(Talk.why(e), System.nanoTime());
            socket.close();
        }
        return socket;
    }

    private static TalkSocket register(
            Talk talk,
            SelectableChannel channel,
            Selector selector,
            int interest,
            NumberedRecord records)
            throws IOException {
        SelectionKey key = channel.register(selector, interest);
        var socket = new TalkSocket(talk, channel, key, records);
        key.attach(socket);
        if (talk.kind.isDatagrams()) {
            talk.connected(System.nanoTime());
        }
        return socket;
    }

    Talk talk() {
        return talk;
    }

    /** Something has come, or can be sent. */
    void serve(ByteBuffer buffer, ByteBuffer out, long now) {
        nowNs = now;
        try {
            if (talk.phase == Talk.Phase.CONNECTING) {
                connected(out);
            } else if (unsent != null && key.isWritable()) {
                flush();
            } else if (channel instanceof DatagramChannel datagrams) {
                receive(datagrams, buffer);
            } else {
                read((SocketChannel) channel, buffer, out);
            }
        } catch (IOException e) {
            failed(e);
        }
        closeIfOver();
    }

    private void connected(ByteBuffer out) throws IOException {
        var connection = (SocketChannel) channel;
        if (connection.finishConnect()) {
            talk.from(connection.socket().getLocalPort());
            talk.connected(nowNs);
            key.interestOps(SelectionKey.OP_READ);
            if (talk.kind != Kind.YOUNG) {
                say(out, nowNs);
            }
        }
    }

    private void read(SocketChannel connection, ByteBuffer buffer, ByteBuffer out)
            throws IOException {
        stream.begin(buffer);
        int read = connection.read(buffer);
        if (!stream.end(buffer, records, this)) {
            talk.broke("wrong data", nowNs);
        } else if (read < 0) {
            talk.ended(nowNs);
        } else if (talk.kind == Kind.HALF_CLOSED && talk.phase == Talk.Phase.OPEN) {
            finish(out, nowNs);
        }
    }

    private void receive(DatagramChannel datagrams, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (talk.isLive() && datagrams.read(buffer) > 0) {
            buffer.flip();
            boolean whole =
                    buffer.limit() >= NumberedRecord.LEAST_BYTES
                            && NumberedRecord.bytes(buffer, 0) == buffer.limit();
            if (!whole || !records.isRight(buffer, 0)) {
                talk.broke("wrong data", nowNs);
                return;
            }
            talk.hears(buffer, 0, nowNs);
            buffer.clear();
        }
    }

    @Override
    public boolean take(ByteBuffer buffer, int at) {
        return talk.hears(buffer, at, nowNs);
    }

    /** What its kind does when its turn has come. */
    void turn(ByteBuffer out, long now) {
        if (talk.phase != Talk.Phase.OPEN) {
            return;
        }
        switch (talk.kind) {
            case ACTIVE, DATAGRAMS, BEAT -> say(out, now);
            case IN_FLIGHT -> {
                if (unsent == null && talk.sent - talk.received < OUTSTANDING_MOST) {
                    say(out, now);
                }
            }
            case YOUNG -> grow(out, now);
            case IDLE, HALF_CLOSED, LATE, ENDING -> {}
        }
    }

    private void grow(ByteBuffer out, long now) {
        long ageNs = now - talk.connectedNs;
        if (ageNs >= LIFE_NS) {
            say(out, now);
            finish(out, now);
        } else if (talk.sent == 0 && ageNs >= QUIET_NS) {
            say(out, now);
        }
    }

    /** Sends the next record. */
    void say(ByteBuffer out, long now) {
        nowNs = now;
        if (!talk.isLive() || talk.phase == Talk.Phase.SHUT) {
            return;
        }
        int bytes = talk.kind.recordBytes();
        records.write(out, bytes, talk.id, talk.sent + 1, talk.kind.mode(), 0);
        talk.said(now);
        try {
            ((ByteChannel) channel).write(out);
            if (out.hasRemaining() && !talk.kind.isDatagrams()) {
                unsent = ByteBuffer.allocate(out.remaining()).put(out).flip();
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            failed(e);
            closeIfOver();
        }
    }

    /** Says a last record, unless it goes on hearing, and ends the client's half. */
    void finish(ByteBuffer out, long now) {
        nowNs = now;
        if (talk.phase != Talk.Phase.OPEN) {
            return;
        }
        if (talk.kind == Kind.ENDING) {
            say(out, now);
        }
        try {
            ((SocketChannel) channel).shutdownOutput();
            talk.shut(now);
        } catch (IOException e) {
            failed(e);
            closeIfOver();
        }
    }

    private void flush() throws IOException {
        ByteBuffer left = unsent;
        if (left != null) {
            ((SocketChannel) channel).write(left);
            if (!left.hasRemaining()) {
                unsent = null;
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    /** A datagram that could not be sent is a lost one. */
    private void failed(IOException e) {
        if (!talk.kind.isDatagrams()) {
            talk.broke(Talk.why(e), nowNs);
        }
    }

    /** Lets go of the socket where the talk is over. */
    void closeIfOver() {
        if (!talk.isLive()) {
            close();
        }
    }

    /** Ends it at once, without the peer's having to remember. */
    void abort() {
        try {
            if (channel instanceof SocketChannel connection && connection.isOpen()) {
                connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // Then it ends in order.
        }
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
