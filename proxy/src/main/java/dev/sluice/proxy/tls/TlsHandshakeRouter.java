package dev.sluice.proxy.tls;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Histogram;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection's ClientHello, chooses the certificate and policy that answer it, puts the
 * SslHandler in its own place and hands it every byte read. A connection that cannot be answered
 * gets an alert, is counted as failed and closed. The handshake, from the first byte awaited, may
 * take 10 s.
 *
 * <p>One instance per connection, on its event loop.
 */
public final class TlsHandshakeRouter extends ChannelInboundHandlerAdapter {
    /** The name under which the SslHandler stands in the pipeline. */
    public static final String SSL_HANDLER = "tls";

    private static final long HANDSHAKE_TIMEOUT_MS = 10_000;

    private static final int ALERT_HANDSHAKE_FAILURE = 40;
    private static final int ALERT_DECODE_ERROR = 50;
    private static final int ALERT_INTERNAL_ERROR = 80;

    private final Supplier<TlsSelector> selector;
    private final CounterRow counters;
    private final Histogram durations;
    private final ClientHelloReader reader = new ClientHelloReader();

    private @Nullable ByteBuf received;
    private @Nullable Future<?> timeout;
    private long startedNs;
    private boolean failed;

    /**
     * @param selector the listener's selector now; asked when the ClientHello is there, so that a
     *     configuration that came meanwhile is honoured
     * @param counters the listener's row of this event loop
     * @param durations the listener's handshake histogram of this event loop
     */
    public TlsHandshakeRouter(
            Supplier<TlsSelector> selector, CounterRow counters, Histogram durations) {
        this.selector = selector;
        this.counters = counters;
        this.durations = durations;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        startedNs = System.nanoTime();
        timeout =
                ctx.executor()
                        .schedule(() -> fail(ctx, 0), HANDSHAKE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        discard();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (failed) {
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
        switch (reader.read(all, ctx.alloc())) {
            case NEED_MORE -> {}
            case COMPLETE -> answer(ctx);
            case NOT_TLS -> fail(ctx, 0);
            case MALFORMED, TOO_LONG -> fail(ctx, ALERT_DECODE_ERROR);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!ctx.channel().config().isAutoRead() && !failed) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!failed) {
            failed = true;
            counters.increment(Counter.LISTENER_HANDSHAKES_FAILED);
        }
        discard();
        ctx.fireChannelInactive();
    }

    private void answer(ChannelHandlerContext ctx) {
        ClientHello hello = reader.hello();
        NativeTls context = hello == null ? null : selector.get().contextFor(hello);
        if (hello == null || context == null) {
            fail(ctx, ALERT_HANDSHAKE_FAILURE);
            return;
        }
        SslHandler handler = context.tryHandler(ctx.alloc());
        if (handler == null) {
            // The configuration changed between the two lines above: the new one has the answer.
            context = selector.get().contextFor(hello);
            handler = context == null ? null : context.tryHandler(ctx.alloc());
        }
        if (handler == null) {
            fail(ctx, ALERT_INTERNAL_ERROR);
        } else {
            giveWayTo(handler, ctx);
        }
    }

    private void giveWayTo(SslHandler handler, ChannelHandlerContext ctx) {
        long spentMs = (System.nanoTime() - startedNs) / 1_000_000;
        handler.setHandshakeTimeoutMillis(Math.max(1, HANDSHAKE_TIMEOUT_MS - spentMs));
        handler.handshakeFuture().addListener(future -> count(handler, future.isSuccess()));
        ByteBuf bytes = received;
        received = null;
        ctx.pipeline().replace(this, SSL_HANDLER, handler);
        if (bytes != null) {
            // After the replacement this context leads to the handler that came in its place.
            ctx.fireChannelRead(bytes);
        }
    }

    private void count(SslHandler handler, boolean success) {
        if (!success) {
            counters.increment(Counter.LISTENER_HANDSHAKES_FAILED);
            return;
        }
        counters.increment(Counter.LISTENER_HANDSHAKES);
        durations.record(System.nanoTime() - startedNs);
        if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine
                && engine.refCnt() > 0
                && SSL.isSessionReused(engine.sslPointer())) {
            counters.increment(Counter.LISTENER_HANDSHAKES_RESUMED);
        }
    }

    /** Counts, says why where the other side would understand it, and closes. */
    private void fail(ChannelHandlerContext ctx, int alert) {
        if (failed) {
            return;
        }
        failed = true;
        counters.increment(Counter.LISTENER_HANDSHAKES_FAILED);
        discard();
        if (alert == 0) {
            ctx.channel().close();
            return;
        }
        // type (1) = alert, version (2), length (2), level (1) = fatal, description (1): RFC 8446
        // §6
        byte[] record = {21, 3, 3, 0, 2, 2, (byte) alert};
        ctx.writeAndFlush(Unpooled.wrappedBuffer(record)).addListener(ChannelFutureListener.CLOSE);
    }

    private void discard() {
        if (received != null) {
            received.release();
            received = null;
        }
    }
}
