package dev.sluice.proxy.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue is full: connecting there is neither answered nor refused. */
final class Blackhole implements AutoCloseable {
    private static final int FILLERS = 4;

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> fillers = new ArrayList<>();

    Blackhole() throws IOException {
        for (int i = 0; i < FILLERS; i++) {
            var filler = SocketChannel.open();
            filler.configureBlocking(false);
            filler.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), listening.getLocalPort()));
            fillers.add(filler);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        listening.close();
    }
}
