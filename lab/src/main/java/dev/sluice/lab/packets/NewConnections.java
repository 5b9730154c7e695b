package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens connections as fast as they open, {@value #IN_FLIGHT} at a time: connect, send a few bytes,
 * get them back, close by a reset so that no end has to remember. One thread for the clients, one
 * for the server that sends the bytes back.
 *
 * @param seconds that are measured, after a third of them that are not
 */
public record NewConnections(int seconds) {
    private static final int IN_FLIGHT = 64;
    private static final int BYTES = EchoLoop.BYTES;
    private static final long NS = 1_000_000_000L;

    /** A tenth of all connections may fail, for their ports are used again soon; more is broken. */
    private static final double FAILED_MAX = 0.001;

    /** Connections a second. */
    public double run(PacketBed bed, Contender.Standing standing) throws LabFailure {
        double[] counts;
        try (var _ = EchoLoop.start(bed)) {
            var result = new CompletableFuture<double[]>();
            var to = new InetSocketAddress(standing.target(), PacketBed.CONNECTION_PORT);
            bed.client().newThread("bench-clients", () -> connect(to, result)).start();
            counts = result.join();
        }
        standing.requireAlive();
        if (counts[1] > counts[0] * FAILED_MAX) {
            throw new LabFailure("%.0f of %.0f connections failed".formatted(counts[1], counts[0]));
        }
        return counts[0] / seconds;
    }

    private void connect(InetSocketAddress to, CompletableFuture<double[]> result) {
        try (var clients = new Clients(to)) {
            clients.run(seconds * NS / 3);
            clients.forget();
            clients.run(seconds * NS);
            result.complete(new double[] {clients.done, clients.failed});
        } catch (IOException e) {
            result.completeExceptionally(e);
        }
    }

    /** The clients. */
    private static final class Clients implements AutoCloseable {
        private final InetSocketAddress to;
        private final Selector selector = Selector.open();
        private final ByteBuffer request = ByteBuffer.allocateDirect(BYTES);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(BYTES);
        private final AtomicInteger open = new AtomicInteger();
        private long done;
        private long failed;

        Clients(InetSocketAddress to) throws IOException {
            this.to = to;
        }

        void forget() {
            done = 0;
            failed = 0;
        }

        void run(long forNs) throws IOException {
            long end = System.nanoTime() + forNs;
            while (System.nanoTime() - end < 0) {
                while (open.get() < IN_FLIGHT) {
                    begin();
                }
                selector.select(this::step, 100);
            }
        }

        private void begin() throws IOException {
            SocketChannel connection = SocketChannel.open();
            open.incrementAndGet();
            connection.configureBlocking(false);
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            SelectionKey key = connection.register(selector, SelectionKey.OP_CONNECT);
            try {
                connection.connect(to);
            } catch (IOException _) {
                end(key, false);
            }
        }

        private void step(SelectionKey key) {
            SocketChannel connection = (SocketChannel) key.channel();
            try {
                if (key.isConnectable()) {
                    connection.finishConnect();
                    key.interestOps(SelectionKey.OP_READ);
                    connection.write(request.clear());
                } else {
                    end(key, connection.read(answer.clear()) == BYTES);
                }
            } catch (IOException | CancelledKeyException _) {
                end(key, false);
            }
        }

        private void end(SelectionKey key, boolean well) {
            EchoLoop.end(key);
            open.decrementAndGet();
            if (well) {
                done++;
            } else {
                failed++;
            }
        }

        @Override
        public void close() throws IOException {
            selector.keys().forEach(EchoLoop::end);
            selector.close();
        }
    }
}
