package dev.sluice.proxy.stream;

import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.loop.Transport;
import dev.sluice.proxy.table.LiveListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Opens UDP listeners. Used by the thread that applies a configuration. */
public final class UdpListeners {
    /** The longest datagram there is; a shorter buffer would cut one without a word. */
    private static final int DATAGRAM_BYTES = 64 << 10;

    private static final int BURST = 64;
    private static final int KERNEL_BUFFER_BYTES = 1 << 20;

    private final Loops loops;
    private final Bindings bindings = new Bindings();
    private final int sessionsMax;

    /**
     * @param sessionsMax connections and sessions that the process has descriptors for
     */
    public UdpListeners(Loops loops, int sessionsMax) {
        this.loops = loops;
        this.sessionsMax = sessionsMax;
    }

    /**
     * Opens a listener: one socket for each loop, all on one port. The kernel keeps a client's
     * datagrams on one of them. Where sockets cannot share a port there is one.
     *
     * @param address where to listen; port 0 takes a free one
     * @throws IOException when the kernel refuses
     */
    public UdpListener open(LiveListener live, InetSocketAddress address) throws IOException {
        var channels = new ArrayList<Channel>();
        InetSocketAddress bound = address;
        try {
            for (Loop loop : sharing()) {
                var sessions = new UdpSessions(this, live, loop);
                channels.add(bind(loop, bound, sessions));
                bound = (InetSocketAddress) channels.getFirst().localAddress();
            }
            return new UdpListener(bound.getPort(), channels);
        } catch (IOException refused) {
            channels.forEach(channel -> channel.close().awaitUninterruptibly());
            throw refused;
        }
    }

    private List<Loop> sharing() {
        return loops.transport() == Transport.NIO ? loops.all().subList(0, 1) : loops.all();
    }

    private Channel bind(Loop loop, InetSocketAddress address, ChannelHandler handler)
            throws IOException {
        Bootstrap bootstrap = bootstrap(loop, handler);
        if (loops.transport() != Transport.NIO) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
        return bound.channel();
    }

    /** Opens a session's socket, which hears its server only. */
    ChannelFuture connect(Loop loop, InetSocketAddress server, ChannelHandler handler) {
        return bootstrap(loop, handler).connect(server);
    }

    private Bootstrap bootstrap(Loop loop, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(loops.transport().datagramChannel())
                .option(ChannelOption.ALLOCATOR, loops.allocator())
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER_BYTES)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM_BYTES).maxMessagesPerRead(BURST))
                .handler(handler);
    }

    Bindings bindings() {
        return bindings;
    }

    int sessionsMax() {
        return sessionsMax;
    }
}
