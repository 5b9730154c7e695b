package dev.sluice.proxy.listen;

import dev.sluice.model.ProxyProtocolMode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PROXY protocol at the start of a client's connection, then says who the client is and
 * gives way: whatever {@link Ready} puts behind it gets {@code channelActive} and all bytes that
 * follow the header.
 *
 * <p>A broken header closes the connection with a reset. A client that sends none within 5 s is
 * closed where the header is required; where it is optional the connection goes on as the socket
 * has it, as it does the moment that its bytes turn out to be no header.
 *
 * <p>One instance per connection, on its event loop.
 */
public final class ProxyProtocolDecoder extends ChannelInboundHandlerAdapter {
    private static final long TIMEOUT_MS = 5_000;

    /** What to do once the client is known. */
    public interface Ready {
        /**
         * Puts the rest of the pipeline together, or closes the channel.
         *
         * @param client as the header says, or the socket's peer where there was no header or it
         *     named nobody
         */
        void clientKnown(ChannelHandlerContext ctx, ClientAddress client);
    }

    private final boolean required;
    private final ClientAddress peer;
    private final Ready ready;

    private @Nullable ByteBuf received;
    private @Nullable Future<?> timeout;
    private boolean finished;

    /**
     * @param mode optional or required
     * @param peer the socket's other side
     */
    public ProxyProtocolDecoder(ProxyProtocolMode mode, ClientAddress peer, Ready ready) {
        this.required = mode == ProxyProtocolMode.REQUIRED;
        this.peer = peer;
        this.ready = ready;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeout = ctx.executor().schedule(() -> timedOut(ctx), TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        discard();
    }

    /** Kept back: what comes behind gets it when it is there. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (finished) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf more = (ByteBuf) message;
        ByteBuf all =
                received == null
                        ? more
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                ctx.alloc(), received, more);
        received = all;
        decide(ctx, ProxyProtocolHeader.read(all));
    }

    private void decide(ChannelHandlerContext ctx, ProxyProtocolHeader.Outcome outcome) {
        switch (outcome.status()) {
            case NEED_MORE -> {}
            case ABSENT -> {
                if (required) {
                    reset(ctx);
                } else {
                    giveWay(ctx, peer);
                }
            }
            case MALFORMED -> reset(ctx);
            case PRESENT -> {
                ClientAddress client = outcome.client();
                giveWay(ctx, client == null ? peer : client);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (finished) {
            ctx.fireChannelReadComplete();
        } else if (!ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finished = true;
        discard();
        ctx.fireChannelInactive();
    }

    private void timedOut(ChannelHandlerContext ctx) {
        if (finished) {
            return;
        }
        if (required) {
            reset(ctx);
        } else {
            giveWay(ctx, peer);
            ctx.fireChannelReadComplete();
        }
    }

    private void giveWay(ChannelHandlerContext ctx, ClientAddress client) {
        finished = true;
        ByteBuf rest = received;
        received = null;
        ready.clientKnown(ctx, client);
        if (ctx.channel().isOpen()) {
            ctx.fireChannelActive();
        }
        if (rest != null && rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else if (rest != null) {
            rest.release();
        }
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    private void reset(ChannelHandlerContext ctx) {
        finished = true;
        discard();
        ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        ctx.channel().close();
    }

    private void discard() {
        if (received != null) {
            received.release();
            received = null;
        }
    }
}
