package dev.sluice.proxy.http;

import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.tls.BackendTls;
import dev.sluice.proxy.upstream.Backend;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;

/** Opens connections to servers on one loop. */
final class Connector {
    private static final int READ_LEAST_BYTES = 2 << 10;
    private static final int READ_MOST_BYTES = 256 << 10;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final Bootstrap bootstrap;

    Connector(Loop loop, Loops loops) {
        bootstrap =
                new Bootstrap()
                        .group(loop.eventLoop())
                        .channel(loops.transport().socketChannel())
                        .option(ChannelOption.TCP_NODELAY, true)
                        // A server may refuse a body by answering and closing: what it said is read
                        // even if no more can be written.
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(ChannelOption.ALLOCATOR, loops.allocator())
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(
                                        READ_LEAST_BYTES, READ_LEAST_BYTES, READ_MOST_BYTES));
    }

    /** Begins to connect. What comes of it, the future and the handler are told. */
    ChannelFuture connect(Backend backend, ChannelHandler handler, long timeoutMs) {
        return bootstrap
                .clone()
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        (int) Math.min(Integer.MAX_VALUE, timeoutMs))
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                if (backend.secure()) {
                                    channel.pipeline().addLast(tls(backend, channel));
                                }
                                channel.pipeline().addLast(handler);
                            }
                        })
                .connect(backend.nextAddress());
    }

    private static ChannelHandler tls(Backend backend, Channel channel) {
        BackendTls tls = backend.tls();
        SslHandler handler =
                tls == null
                        ? null
                        : tls.newHandler(channel.alloc(), backend.host(), backend.port());
        if (handler == null) {
            throw new IllegalStateException("TLS to " + backend.endpoint() + " is being replaced");
        }
        return handler;
    }
}
