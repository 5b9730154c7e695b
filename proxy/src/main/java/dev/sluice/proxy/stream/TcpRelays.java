package dev.sluice.proxy.stream;

import dev.sluice.balance.StableHash;
import dev.sluice.model.Scheduling;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.table.LiveListener;
import dev.sluice.proxy.upstream.Target;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Begins relays for accepted connections. Immutable; used by every event loop. */
public final class TcpRelays {
    private static final int READ_LEAST_BYTES = 2 << 10;
    private static final int READ_MOST_BYTES = 256 << 10;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 << 10, 512 << 10);

    private final Loops loops;
    private final Bindings bindings = new Bindings();

    public TcpRelays(Loops loops) {
        this.loops = loops;
    }

    /**
     * What to put last into a client's pipeline. It turns the channel's reading off until a server
     * is connected.
     *
     * @param client as the socket or a PROXY protocol header says
     */
    public ChannelHandler connection(LiveListener live, Loop loop, ClientAddress client) {
        return new TcpRelay(this, live, loop, client).clientSide();
    }

    /** The search of a client's server; null where the listener has nowhere to send it. */
    @Nullable ServerSearch search(
            LiveListener live, Loop loop, ClientAddress client, InetSocketAddress local) {
        Target target = live.table().target();
        StreamConfig config = live.table().config().stream();
        if (target == null || config == null) {
            return null;
        }
        return new ServerSearch(
                loop,
                target,
                bindings.of(live, config),
                client.address(),
                hash(target.config().scheduler(), client, local));
    }

    private static long hash(Scheduling scheduler, ClientAddress client, InetSocketAddress local) {
        return switch (scheduler) {
            case SCH -> StableHash.address(client.address().getAddress());
            case TCH, QCH ->
                    StableHash.fourTuple(
                            client.address().getAddress(),
                            client.port(),
                            local.getAddress().getAddress(),
                            local.getPort());
            case WRR, WLC, RR, P2C, EWMA -> 0;
        };
    }

    /** Connects to a server on a loop; the channel reads nothing before it is told to. */
    ChannelFuture connect(
            Loop loop, InetSocketAddress server, long timeoutMs, ChannelHandler handler) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(loops.transport().socketChannel())
                .option(ChannelOption.ALLOCATOR, loops.allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMs)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(
                                READ_LEAST_BYTES, READ_LEAST_BYTES, READ_MOST_BYTES))
                .handler(handler)
                .connect(server);
    }
}
