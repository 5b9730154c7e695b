package dev.sluice.director;

import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A client's sockets that send one after the other and on and on, each datagram with a number. */
final class NumberedFlows implements AutoCloseable {
    /** Some thousand in a second: slower than any machine answers. */
    private static final long PAUSE_NS = 300_000;

    private final List<DatagramChannel> sockets = new ArrayList<>();
    private final Thread thread;
    private volatile long sent;
    private volatile boolean isOver;

    NumberedFlows(NetworkSpace client, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            DatagramChannel socket = client.call(DatagramChannel::open);
            socket.configureBlocking(false);
            socket.connect(
                    new InetSocketAddress(SmallRegion.literal(Written.VIRTUAL), Written.PORT));
            sockets.add(socket);
        }
        thread = Thread.ofPlatform().daemon().start(this::send);
    }

    private void send() {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        ByteBuffer answer = ByteBuffer.allocate(Long.BYTES);
        for (long next = 1; !isOver; next++) {
            DatagramChannel socket = sockets.get((int) (next % sockets.size()));
            number.clear().putLong(next).flip();
            sent = next;
            try {
                socket.write(number);
                while (socket.read(answer.clear()) > 0) {
                    // Only that it came matters, to the director.
                }
            } catch (IOException _) {
                // A server's kernel says that nobody is there, or that the way is not known yet.
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** The number of the last datagram that may have been sent: higher ones were not. */
    long sent() {
        return sent;
    }

    @Override
    public void close() throws IOException {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DatagramChannel socket : sockets) {
            socket.close();
        }
    }
}
