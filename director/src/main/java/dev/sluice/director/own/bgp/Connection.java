package dev.sluice.director.own.bgp;

import dev.sluice.linux.socket.TcpSocket;
import java.util.ArrayDeque;
import java.util.Queue;

/** A socket, and what waits to be written to it. For its peer's thread. */
final class Connection implements AutoCloseable {
    /** A peer that does not read is given up before it costs memory. */
    private static final long WAITING_BYTES_MAX = 4 << 20;

    final TcpSocket socket;
    boolean connecting;
    int place = -1;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int written;

    Connection(TcpSocket socket, boolean connecting) {
        this.socket = socket;
        this.connecting = connecting;
    }

    boolean wantsToWrite() {
        return connecting || !waiting.isEmpty();
    }

    void send(byte[] message) {
        waiting.add(message);
        waitingBytes += message.length;
    }

    /**
     * Writes what goes.
     *
     * @return false when the connection is of no use any more
     */
    boolean flush() {
        while (!waiting.isEmpty()) {
            byte[] first = waiting.element();
            int count = socket.write(first, written, first.length - written);
            if (count < 0) {
                return false;
            }
            if (count == 0) {
                return waitingBytes <= WAITING_BYTES_MAX;
            }
            written += count;
            if (written == first.length) {
                waiting.remove();
                waitingBytes -= first.length;
                written = 0;
            }
        }
        return true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
