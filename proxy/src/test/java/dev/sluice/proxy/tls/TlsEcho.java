package dev.sluice.proxy.tls;

import dev.sluice.measure.Counter;
import dev.sluice.measure.Latency;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;

/** A TLS server on loopback that answers each line with what it knows of the connection. */
final class TlsEcho implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Measure measure = new Measure();
    private final Channel server;
    private volatile TlsSelector selector;

    TlsEcho(TlsSelector first) {
        selector = first;
        var row = measure.row(Scope.LISTENER, "web", "https");
        var handshakes = measure.histogram(Latency.HANDSHAKE, "web", "https");
        server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new TlsHandshakeRouter(
                                                                () -> selector, row, handshakes),
                                                        new Answer());
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .syncUninterruptibly()
                        .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    void use(TlsSelector other) {
        selector = other;
    }

    long count(Counter counter) {
        return measure.total(counter, "web", "https");
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) {
            var tls = ctx.pipeline().get(SslHandler.class);
            var session = tls.engine().getSession();
            var leaf = (X509Certificate) session.getLocalCertificates()[0];
            String answer =
                    "answered by "
                            + leaf.getSubjectX500Principal()
                            + " "
                            + leaf.getPublicKey().getAlgorithm()
                            + " "
                            + session.getProtocol()
                            + "\n";
            ctx.writeAndFlush(
                            ctx.alloc()
                                    .buffer()
                                    .writeBytes(answer.getBytes(StandardCharsets.US_ASCII)))
                    .addListener(_ -> ctx.channel().close());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.channel().close();
        }
    }
}
