package dev.sluice.director;

import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Servers that keep the highest number that came to each of them, and answer with it. */
final class NumberedSinks implements AutoCloseable {
    private final Map<String, Long> highest = new ConcurrentHashMap<>();
    private final Map<String, DatagramChannel> sockets = new HashMap<>();

    NumberedSinks(NetworkSpace space, List<String> addresses) throws IOException {
        for (String address : addresses) {
            DatagramChannel socket = space.call(DatagramChannel::open);
            socket.bind(new InetSocketAddress(SmallRegion.literal(address), Written.PORT));
            sockets.put(address, socket);
            Thread.ofPlatform().daemon().start(() -> take(address, socket));
        }
    }

    private void take(String address, DatagramChannel socket) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        while (socket.isOpen()) {
            try {
                SocketAddress from = socket.receive(number.clear());
                highest.merge(address, number.flip().getLong(0), Math::max);
                socket.send(number, from);
            } catch (IOException _) {
                // The test is over, or a client is gone.
            }
        }
    }

    long highest(String address) {
        return highest.getOrDefault(address, 0L);
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel socket : sockets.values()) {
            socket.close();
        }
    }
}
