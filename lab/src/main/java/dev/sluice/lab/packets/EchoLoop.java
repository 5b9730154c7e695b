package dev.sluice.lab.packets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** A server at the backend that sends everything back, on one thread. */
final class EchoLoop implements AutoCloseable {
    /** Most that comes at once. */
    static final int BYTES = 16;

    private static final int BACKLOG = 8192;
    private static final int TURN_MS = 100;

    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean isOver;

    private EchoLoop(PacketBed bed) {
        thread = bed.backend().newThread("bench-server", this::serve);
    }

    /** Starts one that listens when this returns. */
    static EchoLoop start(PacketBed bed) {
        var loop = new EchoLoop(bed);
        loop.thread.start();
        loop.listening.join();
        return loop;
    }

    private void serve() {
        try (Selector selector = Selector.open();
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            var at = new InetSocketAddress(PacketBed.BACKEND, PacketBed.CONNECTION_PORT);
            channel.bind(at, BACKLOG);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            listening.complete(null);
            ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
            while (!isOver) {
                selector.select(key -> serve(key, selector, buffer), TURN_MS);
            }
            selector.keys().forEach(EchoLoop::end);
        } catch (IOException e) {
            listening.completeExceptionally(e);
        }
    }

    private static void serve(SelectionKey key, Selector selector, ByteBuffer buffer) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server, selector);
            } else if (key.channel() instanceof SocketChannel connection) {
                if (connection.read(buffer.clear()) < 0) {
                    end(key);
                } else {
                    connection.write(buffer.flip());
                }
            }
        } catch (IOException | CancelledKeyException _) {
            end(key);
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel connection = server.accept();
        while (connection != null) {
            connection.configureBlocking(false);
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            connection.register(selector, SelectionKey.OP_READ);
            connection = server.accept();
        }
    }

    /** Closes what a key is of. */
    static void end(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException _) {
            // It is gone all the same.
        }
    }

    @Override
    public void close() {
        isOver = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
