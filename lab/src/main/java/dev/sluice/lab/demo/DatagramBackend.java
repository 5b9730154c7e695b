package dev.sluice.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A UDP server on many addresses that sends each datagram back behind its name, from the address
 * that was asked. One thread.
 */
final class DatagramBackend implements AutoCloseable {
    private static final int MAX_DATAGRAM_BYTES = 65_507;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final int prefixBytes;

    private DatagramBackend(String name, Selector selector) {
        this.selector = selector;
        byte[] prefix = (name + ": ").getBytes(StandardCharsets.UTF_8);
        buffer.put(prefix);
        prefixBytes = prefix.length;
    }

    /** Opens all; they serve when this returns. */
    static DatagramBackend start(String name, List<InetSocketAddress> addresses)
            throws IOException {
        var backend = new DatagramBackend(name, Selector.open());
        for (InetSocketAddress address : addresses) {
            DatagramChannel channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(address);
            channel.register(backend.selector, SelectionKey.OP_READ);
        }
        Thread.ofPlatform().daemon().name(name + "-udp").start(backend::serve);
        return backend;
    }

    /** Where the first of them is. */
    SocketAddress address() throws IOException {
        return ((DatagramChannel) selector.keys().iterator().next().channel()).getLocalAddress();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> answer((DatagramChannel) key.channel()));
            }
        } catch (IOException | ClosedSelectorException e) {
            // Closed: nobody is to be served any more.
        }
    }

    private void answer(DatagramChannel channel) {
        try {
            buffer.clear().position(prefixBytes);
            SocketAddress client = channel.receive(buffer);
            if (client != null) {
                channel.send(buffer.flip(), client);
            }
        } catch (IOException e) {
            // One client cannot be reached: the next datagram is served all the same.
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
