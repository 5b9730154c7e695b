package dev.sluice.proxy.listen;

import dev.sluice.model.Protocol;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.stream.UdpListeners;
import dev.sluice.proxy.table.LiveListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Binds a socket to each listener's own address; blocks until the kernel has answered. */
public final class PortOpener implements Opener {
    private static final int BACKLOG = 4096;
    private static final int READ_LEAST_BYTES = 2 << 10;
    private static final int READ_MOST_BYTES = 256 << 10;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final Loops loops;
    private final Pipelines pipelines;
    private final UdpListeners udp;

    public PortOpener(Loops loops, Pipelines pipelines) {
        this.loops = loops;
        this.pipelines = pipelines;
        this.udp = new UdpListeners(loops, pipelines.connectionsMax());
    }

    @Override
    public Runnable open(LiveListener live, ListenerConfig config) throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral(config.address()), config.port());
        if (config.protocol() == Protocol.UDP) {
            return udp.open(live, address)::close;
        }
        return tcp(_ -> live, address);
    }

    /** Opens a TCP port whose connections are for whichever listener the finder says. */
    Runnable tcp(ConnectionSetup.Finder finder, InetSocketAddress address) throws IOException {
        var bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.transport().serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOCATOR, loops.allocator())
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(
                                        READ_LEAST_BYTES, READ_LEAST_BYTES, READ_MOST_BYTES))
                        .childHandler(new ConnectionSetup(finder, loops, pipelines));
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
        Channel channel = bound.channel();
        return () -> channel.close().awaitUninterruptibly();
    }
}
