package dev.sluice.lab.failover;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of {@link NumberedRecord}s: sends each back with its own number in it, by TCP and by
 * UDP. One thread serves all connections.
 */
public final class EchoServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int DATAGRAM_ROOM_BYTES = 2 << 20;
    private static final long TURN_NS = 50_000_000;
    private static final int TURN_MS = 50;
    private static final long GATHER_NS = 1_000_000;

    private final int number;
    private final NumberedRecord records = new NumberedRecord();
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(2 * NumberedRecord.MOST_BYTES + 4096);
    private final List<EchoConnection> talking = new ArrayList<>();
    private final CompletableFuture<Integer> listening = new CompletableFuture<>();
    private final Thread thread;
    private final Selector selector;
    private int datagramPort;
    private volatile boolean stopped;

    private EchoServer(
            Place place, int number, InetSocketAddress tcp, List<InetSocketAddress> datagrams)
            throws IOException {
        this.number = number;
        this.selector = Selector.open();
        this.thread = place.newThread("echo-" + number, () -> run(tcp, datagrams));
    }

    /**
     * Opens it; it serves when this returns.
     *
     * @param number what it puts into records
     * @param datagrams UDP answers come from where they were sent to: each address is one
     */
    public static EchoServer start(
            Place place, int number, InetSocketAddress tcp, List<InetSocketAddress> datagrams)
            throws IOException {
        var server = new EchoServer(place, number, tcp, List.copyOf(datagrams));
        server.thread.start();
        try {
            server.listening.join();
        } catch (CompletionException e) {
            server.close();
            throw new IOException("echo server " + number + ": " + e.getCause(), e);
        }
        return server;
    }

    /** Where it listens by TCP. */
    int port() {
        return listening.join();
    }

    /** Where the first of its UDP sockets is. */
    int datagramPort() {
        listening.join();
        return datagramPort;
    }

    private void run(InetSocketAddress tcp, List<InetSocketAddress> datagrams) {
        try {
            open(tcp, datagrams);
            long nextNs = System.nanoTime() + TURN_NS;
            while (!stopped) {
                selector.select(this::serve, TURN_MS);
                // All that comes within a millisecond is served at once: a thread that is woken for
                // each record takes more time than what is measured.
                LockSupport.parkNanos(GATHER_NS);
                long nowNs = System.nanoTime();
                if (nowNs - nextNs >= 0) {
                    talking.removeIf(connection -> !connection.turn(nowNs));
                    nextNs = nowNs + TURN_NS;
                }
            }
        } catch (IOException e) {
            listening.completeExceptionally(e);
        } finally {
            closeAll();
        }
    }

    private void open(InetSocketAddress tcp, List<InetSocketAddress> datagrams) throws IOException {
        var listener = ServerSocketChannel.open();
        listener.bind(tcp, BACKLOG).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        for (InetSocketAddress address : datagrams) {
            var channel = DatagramChannel.open(family(address));
            // What waits while this thread has no processor is not lost by directors.
            channel.setOption(StandardSocketOptions.SO_RCVBUF, DATAGRAM_ROOM_BYTES);
            channel.bind(address).configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            datagramPort = datagramPort == 0 ? channel.socket().getLocalPort() : datagramPort;
        }
        listening.complete(listener.socket().getLocalPort());
    }

    private static StandardProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    private void serve(SelectionKey key) {
        switch (key.channel()) {
            case ServerSocketChannel listener -> accept(listener);
            case DatagramChannel channel -> answer(channel);
            default -> {
                var connection = (EchoConnection) key.attachment();
                if (connection.serve(buffer, records) && !talking.contains(connection)) {
                    talking.add(connection);
                }
            }
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            for (SocketChannel one = listener.accept(); one != null; one = listener.accept()) {
                one.configureBlocking(false);
                SelectionKey key = one.register(selector, SelectionKey.OP_READ);
                key.attach(new EchoConnection(one, key, number));
            }
        } catch (IOException e) {
            // Gone before it was taken, which its client sees.
        }
    }

    private void answer(DatagramChannel channel) {
        try {
            buffer.clear();
            SocketAddress from = channel.receive(buffer);
            while (from != null) {
                buffer.flip();
                boolean whole =
                        buffer.limit() >= NumberedRecord.LEAST_BYTES
                                && NumberedRecord.bytes(buffer, 0) == buffer.limit();
                if (whole && records.isRight(buffer, 0)) {
                    records.stamp(buffer, 0, number);
                    channel.send(buffer, from);
                }
                buffer.clear();
                from = channel.receive(buffer);
            }
        } catch (IOException e) {
            // An answer that cannot be sent is a lost one; the client counts it.
        }
    }

    private void closeAll() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new AssertionError("sockets close", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
