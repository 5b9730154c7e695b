package dev.sluice.proxy.listen;

import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.table.LiveListener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that happens to an accepted connection: limits, access list, pipeline. On the
 * connection's loop.
 */
@Sharable
final class ConnectionSetup extends ChannelInitializer<SocketChannel> {
    private final Finder finder;
    private final Loops loops;
    private final Pipelines pipelines;

    /** Says which listener a connection is for. */
    @FunctionalInterface
    interface Finder {
        /**
         * The listener. Null if there is none: such a connection is ended without a reset, for
         * directors probe a proxy's own address, and a reset right after the handshake may reach
         * their connecting socket before they have seen it connected.
         */
        @Nullable LiveListener find(SocketChannel channel);
    }

    ConnectionSetup(Finder finder, Loops loops, Pipelines pipelines) {
        this.finder = finder;
        this.loops = loops;
        this.pipelines = pipelines;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        Loop loop = loops.of(channel.eventLoop());
        LiveListener live = finder.find(channel);
        if (live == null) {
            channel.close();
            return;
        }
        if (live.closing() || !live.enter(loop, pipelines.connectionsMax())) {
            refuse(channel);
            return;
        }
        channel.closeFuture().addListener(_ -> live.leave(loop));
        pipelines.assemble(channel, live, loop);
    }

    /** With a reset: a refused client must not linger in our kernel. */
    static void refuse(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
