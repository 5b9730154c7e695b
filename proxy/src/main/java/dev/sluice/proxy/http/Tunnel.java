package dev.sluice.proxy.http;

import dev.sluice.measure.Counter;
import dev.sluice.model.node.HttpConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server that speak WebSocket (or whatever they agreed on): bytes pass both ways as
 * they are, with back-pressure, until one side closes or both are silent for the request timeout.
 * On the client's loop.
 */
final class Tunnel {
    /** How long one side may take to read the rest once the other has gone. */
    private static final long LAST_BYTES_MS = 10_000;

    private final ClientSide client;
    private final Channel clientChannel;
    private final @Nullable Channel serverChannel;
    private final UpstreamConnection server;
    private final RequestFlow flow;
    private final long silentMostNs;
    private long activityNs = System.nanoTime();
    private long bytesToClient;
    private boolean ended;

    Tunnel(ClientSide client, UpstreamConnection server, RequestFlow flow, HttpConfig config) {
        this.client = client;
        this.clientChannel = client.channel();
        this.server = server;
        this.serverChannel = server.channel();
        this.flow = flow;
        this.silentMostNs =
                config.requestTimeoutMs() == 0
                        ? 0
                        : TimeUnit.MILLISECONDS.toNanos(
                                Math.max(config.requestTimeoutMs(), config.idleTimeoutMs()));
    }

    /** Bytes from the client; taken over. */
    void fromClient(ByteBuf bytes) {
        activityNs = System.nanoTime();
        server.send(bytes);
        if (!server.isWritable()) {
            server.flush();
            clientChannel.config().setAutoRead(server.isWritable());
        }
    }

    /** Bytes from the server; taken over. */
    void fromServer(ByteBuf bytes) {
        activityNs = System.nanoTime();
        bytesToClient += bytes.readableBytes();
        client.counters().add(Counter.LISTENER_BYTES_OUT, bytes.readableBytes());
        clientChannel.write(bytes, clientChannel.voidPromise());
        if (!clientChannel.isWritable()) {
            clientChannel.flush();
            server.read(clientChannel.isWritable());
        }
    }

    void flushToServer() {
        server.flush();
    }

    void flushToClient() {
        clientChannel.flush();
    }

    void clientWritability(boolean writable) {
        server.read(writable);
    }

    void serverWritability(boolean writable) {
        clientChannel.config().setAutoRead(writable);
    }

    void clientClosed() {
        closeWhenSent(serverChannel);
        end();
    }

    void serverClosed() {
        closeWhenSent(clientChannel);
        end();
    }

    private static void closeWhenSent(@Nullable Channel channel) {
        if (channel == null || !channel.isActive()) {
            return;
        }
        ChannelFuture sent = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        sent.addListener(ChannelFutureListener.CLOSE);
        if (!sent.isDone()) {
            channel.eventLoop()
                    .schedule(() -> channel.close(), LAST_BYTES_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            flow.tunnelEnded(bytesToClient);
        }
    }

    /**
     * Four times a second. A tunnel outlives its listener until the grace period ends the process.
     */
    void sweep(long nowNs) {
        if (silentMostNs > 0 && nowNs - activityNs > silentMostNs) {
            clientChannel.close();
        }
    }
}
