package dev.sluice.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/** How a client's connection is closed so that the client can read what was sent before. */
final class Farewell {
    private Farewell() {}

    /** Whether all that was written has left. */
    static boolean nothingToSend(Channel channel) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null || outbound.isEmpty();
    }

    /** How much of it has not. */
    static long unsentBytes(Channel channel) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    /** Closes behind what was written. */
    static void whenSent(Channel channel) {
        if (nothingToSend(channel)) {
            channel.close();
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /**
     * Sends FIN behind what was written, and reads on: closing at once could reset the answer away.
     *
     * @param sent hears when all was written that stood before it
     */
    static void byFin(Channel channel, Runnable sent) {
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> {
                    if (channel.isActive()) {
                        sent.run();
                        shutdownOutput(channel);
                    }
                });
    }

    private static void shutdownOutput(Channel channel) {
        SslHandler encrypting = channel.pipeline().get(SslHandler.class);
        if (encrypting == null) {
            sendFin(channel);
        } else {
            encrypting.closeOutbound().addListener(_ -> sendFin(channel));
        }
    }

    private static void sendFin(Channel channel) {
        if (channel instanceof SocketChannel socket) {
            socket.shutdownOutput();
        } else {
            channel.close();
        }
    }

    /**
     * Cuts the connection: what was sent cannot be ended properly any more.
     *
     * @param byReset where an orderly end would look like the end of the answer
     */
    static void abrupt(Channel channel, boolean byReset) {
        if (byReset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
