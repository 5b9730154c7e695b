package dev.sluice.lab.packets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections to the backend's echo that stay: each sends a few bytes ten times a second, once it
 * has got those before back. One thread for all.
 */
final class LiveConnections implements AutoCloseable {
    private static final int BYTES = EchoLoop.BYTES;
    private static final int TURN_MS = 100;
    private static final long NS_PER_MS = 1_000_000;

    private final EchoLoop server;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private final AtomicLong exchanged = new AtomicLong();
    private final Thread thread;
    private volatile boolean isTalking;
    private volatile boolean isOver;
    private volatile int broken;

    /** One of them. */
    private static final class Client {
        final SocketChannel channel;
        int awaited;
        boolean isBroken;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private LiveConnections(PacketBed bed, InetSocketAddress to, int count) throws IOException {
        server = EchoLoop.start(bed);
        selector = Selector.open();
        bed.client()
                .call(() -> {
                    for (int i = 0; i < count; i++) {
                        clients.add(open(to));
                    }
                    return count;
                });
        thread = bed.client().newThread("bench-clients", this::run);
    }

    /** Opens all; they say nothing yet. */
    static LiveConnections open(PacketBed bed, String target, int count) throws IOException {
        var to = new InetSocketAddress(target, PacketBed.CONNECTION_PORT);
        var live = new LiveConnections(bed, to, count);
        live.thread.start();
        return live;
    }

    private Client open(InetSocketAddress to) throws IOException {
        var client = new Client(SocketChannel.open(to));
        client.channel.configureBlocking(false);
        client.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        client.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.channel.register(selector, SelectionKey.OP_READ, client);
        return client;
    }

    /** They talk from now on. */
    void talk() {
        isTalking = true;
    }

    /** They begin nothing new from now on. */
    void pause() {
        isTalking = false;
    }

    /** How often bytes have come back so far. */
    long exchanged() {
        return exchanged.get();
    }

    /** How many were reset or ended, or still wait for their bytes. */
    int broken() {
        return broken;
    }

    private void run() {
        long turnNs = System.nanoTime();
        try (selector) {
            while (!isOver) {
                long leftMs = (turnNs - System.nanoTime()) / NS_PER_MS;
                if (leftMs > 0) {
                    selector.select(this::hear, leftMs);
                } else {
                    turn();
                    turnNs += TURN_MS * NS_PER_MS;
                }
            }
            selector.keys().forEach(EchoLoop::end);
        } catch (IOException _) {
            broken = clients.size();
        }
    }

    private void turn() {
        int bad = 0;
        for (Client client : clients) {
            bad += client.isBroken || client.awaited > 0 ? 1 : 0;
            if (isTalking && !client.isBroken && client.awaited == 0) {
                say(client);
            }
        }
        broken = bad;
    }

    private void say(Client client) {
        try {
            client.awaited = BYTES;
            client.channel.write(buffer.clear());
        } catch (IOException _) {
            client.isBroken = true;
        }
    }

    private void hear(SelectionKey key) {
        var client = (Client) key.attachment();
        int read = -1;
        try {
            read = client.channel.read(buffer.clear());
        } catch (IOException _) {
            // Broken, as one that ended.
        }
        if (read < 0) {
            client.isBroken = true;
            key.cancel();
            return;
        }
        client.awaited -= read;
        if (client.awaited == 0) {
            exchanged.incrementAndGet();
        }
    }

    @Override
    public void close() {
        isOver = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
