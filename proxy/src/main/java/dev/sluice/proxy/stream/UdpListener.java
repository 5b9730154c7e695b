package dev.sluice.proxy.stream;

import io.netty.channel.Channel;
import java.util.List;

/** An open UDP listener: its sockets, one for each event loop. Immutable. */
public final class UdpListener implements AutoCloseable {
    private final int port;
    private final List<Channel> channels;

    UdpListener(int port, List<Channel> channels) {
        this.port = port;
        this.channels = List.copyOf(channels);
    }

    public int port() {
        return port;
    }

    /** Closes the sockets and ends every session; returns when that is done. */
    @Override
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
    }
}
