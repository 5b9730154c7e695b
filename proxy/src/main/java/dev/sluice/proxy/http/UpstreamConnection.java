package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.BodyFraming;
import dev.sluice.proxy.http.wire.ChunkedDecoder;
import dev.sluice.proxy.http.wire.ParseResult;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.ResponseParser;
import dev.sluice.proxy.http.wire.Violation;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.IdleConnections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: sends one request at a time and reads its answer for the {@link
 * RequestFlow} it is lent to. On one loop for its whole life.
 *
 * <pre>
 *   CONNECTING → IDLE ⇄ HEAD → LENGTH | CHUNKED | UNTIL_CLOSE → IDLE or closed
 *                            ↘ TUNNEL
 * </pre>
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter
        implements IdleConnections.Idle {
    private enum State {
        CONNECTING,
        IDLE,
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        TUNNEL,
        CLOSED
    }

    private final HttpLoop http;
    private final Backend backend;
    private State state = State.CONNECTING;
    private @Nullable Channel channel;
    private @Nullable RequestFlow flow;
    private @Nullable ResponseHead head;
    private @Nullable ChunkedDecoder decoder;
    private @Nullable Tunnel tunnel;
    private long remaining;
    private boolean keepAlive;
    private boolean reused;
    private boolean broken;

    UpstreamConnection(HttpLoop http, Backend backend) {
        this.http = http;
        this.backend = backend;
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
        begin();
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
        begin();
    }

    private void begin() {
        state = State.HEAD;
    }

    /** Writes a request's head, and prepares for its answer. */
    void send(ByteBuf requestHead, RequestHead request) {
        ResponseHead reading = http.takeResponseHead();
        reading.expect(request.method(), request.upgradeWebSocket());
        head = reading;
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
        if (!in.isReadable()) {
            return false;
        }
        return switch (state) {
            case HEAD -> readHead(in, of);
            case LENGTH -> readLength(in, of);
            case CHUNKED -> readChunks(in, of);
            case UNTIL_CLOSE -> {
                of.responseBody(in.readRetainedSlice(in.readableBytes()));
                yield false;
            }
            case CONNECTING, IDLE, TUNNEL, CLOSED -> {
                close();
                yield false;
            }
        };
    }

    private boolean readHead(ByteBuf in, RequestFlow of) {
        ResponseHead reading = head;
        if (reading == null) {
            throw new AssertionError("a head is prepared when a request is sent");
        }
        ParseResult result = ResponseParser.parse(in, reading);
        if (result == ParseResult.NEED_MORE) {
            return false;
        }
        if (result == ParseResult.VIOLATION) {
            garbage(of, reading.violation());
            return false;
        }
        if (reading.isInterim()) {
            of.interim(reading);
            reading.expect(reading.requestMethod(), of.upgradeAsked());
            return true;
        }
        return beginBody(in, of, reading);
    }

    private boolean beginBody(ByteBuf in, RequestFlow of, ResponseHead reading) {
        keepAlive = reading.keepAlive();
        BodyFraming framing = reading.framing();
        if (framing == BodyFraming.TUNNEL) {
            state = State.TUNNEL;
            of.switched(reading, this);
            giveHead();
            return false;
        }
        of.responseHead(reading);
        remaining = reading.contentLength();
        giveHead();
        if (flow != of) {
            return false;
        }
        switch (framing) {
            case LENGTH -> state = State.LENGTH;
            case CHUNKED -> beginChunks();
            case UNTIL_CLOSE -> state = State.UNTIL_CLOSE;
            case NONE, TUNNEL -> {
                end(in, of);
                return false;
            }
        }
        return true;
    }

    private void beginChunks() {
        state = State.CHUNKED;
        ChunkedDecoder chunks = decoder;
        if (chunks == null) {
            decoder = new ChunkedDecoder();
        } else {
            chunks.reset();
        }
    }

    private boolean readLength(ByteBuf in, RequestFlow of) {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        of.responseBody(in.readRetainedSlice(length));
        if (remaining == 0 && flow == of) {
            end(in, of);
        }
        return false;
    }

    private boolean readChunks(ByteBuf in, RequestFlow of) {
        ChunkedDecoder chunks = decoder;
        if (chunks == null) {
            throw new AssertionError("chunked bodies have a decoder");
        }
        return switch (chunks.decode(in)) {
            case DATA -> {
                of.responseBody(in.readRetainedSlice(chunks.dataLength()));
                yield flow == of;
            }
            case NEED_MORE -> false;
            case END -> {
                of.responseTrailers(chunks.trailers());
                end(in, of);
                yield false;
            }
            case VIOLATION -> {
                garbage(of, chunks.violation());
                yield false;
            }
        };
    }

    private void end(ByteBuf in, RequestFlow of) {
        state = State.IDLE;
        of.responseEnd(keepAlive && !in.isReadable());
    }

    private void garbage(RequestFlow of, Violation violation) {
        flow = null;
        close();
        of.upstreamGarbage(violation);
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
        state = State.IDLE;
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
        giveHead();
        if (channel != null) {
            channel.close();
        }
    }

    private void giveHead() {
        ResponseHead reading = head;
        head = null;
        if (reading != null) {
            http.giveResponseHead(reading);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        RequestFlow of = flow;
        Tunnel through = tunnel;
        ResponseHead reading = head;
        boolean unanswered = reading != null && !reading.hasBegun();
        State before = state;
        flow = null;
        close();
        if (through != null) {
            through.serverClosed();
        } else if (of == null) {
            backend.idle(http.loop()).remove(this);
        } else if (before == State.UNTIL_CLOSE && !broken) {
            of.responseEnd(false);
        } else if (before == State.CONNECTING) {
            of.connectFailed();
        } else {
            of.upstreamLost(unanswered, reused);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets and broken pipes: the server is gone, and channelInactive tells the rest.
        if (state == State.HEAD && cause instanceof ChannelOutputShutdownException) {
            return; // its answer may lie behind what could not be written
        }
        broken = true;
        context.close();
    }
}
