package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.IdleConnections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: sends one request at a time for the {@link RequestFlow} it is lent to,
 * and has a {@link ResponseReader} read its answer. On one loop for its whole life.
 *
 * <pre>
 *   CONNECTING → OPEN: idle ⇄ lent to a flow → CLOSED
 *                                  ↘ a tunnel ↗
 * </pre>
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter
        implements IdleConnections.Idle {
    /**
     * A connection this old may be about to be closed by its server: too great a risk for what
     * cannot be repeated.
     */
    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

    private enum State {
        CONNECTING,
        OPEN,
        CLOSED
    }

    private final HttpLoop http;
    private final Backend backend;
    private final ResponseReader answers;
    private State state = State.CONNECTING;
    private @Nullable Channel channel;
    private @Nullable RequestFlow flow;
    private @Nullable Tunnel tunnel;
    private boolean reused;
    private boolean broken;

    UpstreamConnection(HttpLoop http, Backend backend) {
        this.http = http;
        this.backend = backend;
        this.answers = new ResponseReader(http, this);
    }

    /**
     * Takes one that waits for work; null if there is none, or none is worth the risk.
     *
     * @param repeatable whether a request may be sent once more if its server closes unanswered
     */
    static @Nullable UpstreamConnection idle(HttpLoop http, Backend backend, boolean repeatable) {
        long oldestNs = repeatable ? Long.MAX_VALUE : FRESH_NS;
        IdleConnections idle = backend.idle(http.loop());
        var taken = (UpstreamConnection) idle.take(oldestNs);
        // One that was closed in this very turn of the loop has not been told so yet.
        while (taken != null && !taken.isActive()) {
            taken = (UpstreamConnection) idle.take(oldestNs);
        }
        return taken;
    }

    // ---- connecting

    /**
     * Opens the connection; ends in {@link RequestFlow#connected} or {@link
     * RequestFlow#connectFailed}.
     */
    void open(RequestFlow forFlow, long timeoutMs) {
        flow = forFlow;
        ChannelFuture connecting = http.connector().connect(backend, this, timeoutMs);
        channel = connecting.channel();
        connecting.addListener(future -> {
            if (!future.isSuccess()) {
                failed();
            } else if (!backend.secure()) {
                established();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && state == State.CONNECTING) {
            if (handshake.isSuccess()) {
                established();
            } else {
                failed();
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void established() {
        RequestFlow waiting = flow;
        if (waiting == null || state == State.CLOSED) {
            close();
            return;
        }
        state = State.OPEN;
        reused = false;
        waiting.connected(this);
    }

    private void failed() {
        RequestFlow waiting = flow;
        flow = null;
        boolean tell = waiting != null && state == State.CONNECTING;
        close();
        if (tell && waiting != null) {
            waiting.connectFailed();
        }
    }

    // ---- sending

    /** Lends an idle connection to a flow. */
    void use(RequestFlow byFlow) {
        flow = byFlow;
        reused = true;
        state = State.OPEN;
    }

    /** Whether a flow has it, still. */
    boolean isLentTo(RequestFlow to) {
        return flow == to;
    }

    /** Writes a request's head, and prepares for its answer. */
    void send(ByteBuf requestHead, RequestHead request) {
        answers.expect(request);
        send(requestHead);
    }

    /** Writes without flushing. */
    void send(ByteBuf piece) {
        Channel to = channel;
        if (to == null) {
            piece.release();
        } else {
            to.write(piece, to.voidPromise());
        }
    }

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** Whether to go on reading from the server. */
    void read(boolean on) {
        if (channel != null) {
            channel.config().setAutoRead(on);
        }
    }

    // ---- reading

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        Tunnel through = tunnel;
        if (through != null) {
            through.fromServer(in);
            return;
        }
        while (step(in)) {}
        through = tunnel;
        if (through != null && in.isReadable()) {
            through.fromServer(in);
        } else {
            in.release();
        }
    }

    /** Whether there is more to do with the bytes at hand. */
    private boolean step(ByteBuf in) {
        RequestFlow of = flow;
        if (of == null) {
            if (in.isReadable()) {
                // Bytes that nobody asked for: whoever took it now would read them as its answer.
                backend.idle(http.loop()).remove(this);
                close();
            }
            return false;
        }
        return in.isReadable() && answers.step(in, of);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        RequestFlow of = flow;
        Tunnel through = tunnel;
        if (through != null) {
            through.flushToClient();
        } else if (of != null && state != State.CONNECTING) {
            of.responseRead();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        RequestFlow of = flow;
        Tunnel through = tunnel;
        if (through != null) {
            through.serverWritability(isWritable());
        } else if (of != null) {
            of.upstreamWritability(isWritable());
        }
    }

    // ---- ending

    /** The flow is done with it, and the server keeps it open. */
    void release() {
        flow = null;
        if (backend.retired()
                || channel == null
                || !channel.isActive()
                || !backend.idle(http.loop()).put(this, System.nanoTime())) {
            close();
        } else if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /** The flow is done with it, and what is under way on it is of no use. */
    void drop() {
        flow = null;
        close();
    }

    /** Bytes came that make no sense; its flow hears that it is lost. */
    void breakOff() {
        close();
    }

    void becomeTunnel(Tunnel to) {
        tunnel = to;
        flow = null;
    }

    boolean isActive() {
        return channel != null && channel.isActive();
    }

    @Nullable Channel channel() {
        return channel;
    }

    @Override
    public void closeIdle() {
        close();
    }

    private void close() {
        state = State.CLOSED;
        answers.end();
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        RequestFlow of = flow;
        Tunnel through = tunnel;
        boolean unanswered = answers.isUnanswered();
        boolean isComplete = answers.endsByClosing() && !broken;
        boolean wasConnecting = state == State.CONNECTING;
        flow = null;
        close();
        if (through != null) {
            through.serverClosed();
        } else if (of == null) {
            backend.idle(http.loop()).remove(this);
        } else if (isComplete) {
            of.responseEnd(false);
        } else if (wasConnecting) {
            of.connectFailed();
        } else {
            of.upstreamLost(unanswered, reused);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets and broken pipes: the server is gone, and channelInactive tells the rest.
        if (answers.isAtHead() && cause instanceof ChannelOutputShutdownException) {
            return; // its answer may lie behind what could not be written
        }
        broken = true;
        context.close();
    }
}
