package dev.sluice.proxy.http;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.proxy.http.wire.ParseResult;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.RequestParser;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.loop.Swept;
import dev.sluice.proxy.table.LiveListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: reads requests off it one by one and gives each to a {@link RequestFlow}.
 *
 * <p>While a request is worked on, bytes of the next ones wait, up to a bound; then the client is
 * not read any more. An idle connection holds no buffer, no head and no flow.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientSide, Swept {
    /** How many bytes of later requests may wait. */
    private static final int WAITING_BYTES = 64 << 10;

    /**
     * How long a refused client may go on sending before it is cut off, so that it can read the
     * answer.
     */
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(2);

    /** How long a head may take where the listener has no idle timeout. */
    private static final long HEAD_NS = TimeUnit.SECONDS.toNanos(60);

    /** How long the end of an answer may wait for a client that does not read. */
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(60);

    private final LiveListener live;
    private final HttpLoop http;
    private final Channel channel;
    private final ClientFacts facts;
    private final CounterRow counters;
    private @Nullable RequestHead head;
    private @Nullable RequestFlow flow;
    private @Nullable Tunnel tunnel;
    private @Nullable ByteBuf waiting;
    private boolean working;
    private boolean lingering;
    private int sweepSlot = -1;
    private long unsentBytes;

    /**
     * Since when the client is silent between requests, or its head is being read, or the
     * connection lingers.
     */
    private long sinceNs = System.nanoTime();

    ClientConnection(
            LiveListener live,
            HttpLoop http,
            Channel channel,
            ClientAddress address,
            boolean secure) {
        this.live = live;
        this.http = http;
        this.channel = channel;
        this.facts = new ClientFacts(address, secure);
        this.counters = live.counters(http.loop());
    }

    @Override
    public LiveListener live() {
        return live;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public ClientAddress address() {
        return facts.address();
    }

    @Override
    public CounterRow counters() {
        return counters;
    }

    @Override
    public ClientFacts facts() {
        return facts;
    }

    @Override
    public byte[] nextRequestId() {
        return http.nextRequestId();
    }

    @Override
    public boolean reading() {
        return working;
    }

    @Override
    public void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public boolean mayRead() {
        return channel.config().isAutoRead();
    }

    @Override
    public void send(ByteBuf piece) {
        channel.write(piece, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        http.loop().add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        counters.add(Counter.LISTENER_BYTES_IN, in.readableBytes());
        if (tunnel != null) {
            tunnel.fromClient(in);
        } else if (lingering) {
            in.release();
        } else {
            work(waiting == null ? in : joined(in));
        }
    }

    private ByteBuf joined(ByteBuf in) {
        ByteBuf all = waiting;
        waiting = null;
        if (all == null) {
            return in;
        }
        all.writeBytes(in);
        in.release();
        return all;
    }

    /** Does what can be done with the bytes at hand, and keeps the rest. Takes over {@code in}. */
    private void work(ByteBuf in) {
        working = true;
        while (in.isReadable() && mayWork() && step(in)) {}
        working = false;
        if (tunnel != null && in.isReadable()) {
            tunnel.fromClient(in);
        } else if (in.isReadable() && !lingering) {
            keep(in);
        } else {
            in.release();
        }
    }

    /**
     * The next request waits until the client has read enough of the answers before: else a client
     * that only asks would fill the memory with answers.
     */
    private boolean mayWork() {
        return !lingering
                && tunnel == null
                && channel.isActive()
                && (flow != null || channel.isWritable());
    }

    /** Whether there is more to do. */
    private boolean step(ByteBuf in) {
        if (flow == null) {
            return readHead(in);
        }
        return flow.readBody(in);
    }

    private void keep(ByteBuf in) {
        // What is left over may be a small part of a large read: it is copied, and the large buffer
        // goes back.
        ByteBuf kept = http.allocator().buffer(Math.max(in.readableBytes(), 512));
        kept.writeBytes(in);
        in.release();
        waiting = kept;
        if (kept.readableBytes() >= WAITING_BYTES) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resume() {
        if (working || (flow == null && !channel.isWritable())) {
            return;
        }
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
        ByteBuf in = waiting;
        if (in != null) {
            waiting = null;
            work(in);
            flushToServer();
        }
    }

    private void flushToServer() {
        RequestFlow now = flow;
        if (now != null) {
            now.flushUpstream();
        }
    }

    private boolean readHead(ByteBuf in) {
        RequestHead reading = head;
        if (reading == null) {
            reading = http.takeRequestHead();
            head = reading;
            sinceNs = System.nanoTime();
        }
        ParseResult result = RequestParser.parse(in, reading);
        if (result == ParseResult.NEED_MORE) {
            return false;
        }
        head = null;
        RequestFlow begun = http.takeFlow();
        flow = begun;
        if (result == ParseResult.VIOLATION) {
            begun.refuse(this, reading, sinceNs, reading.violation());
        } else {
            begun.begin(this, reading, sinceNs);
        }
        return true;
    }

    @Override
    public void ended(RequestFlow of, boolean keep, boolean readToEnd) {
        flow = null;
        http.giveFlow(of);
        sinceNs = System.nanoTime();
        if (!channel.isActive()) {
            return;
        }
        if (keep) {
            resume();
        } else if (readToEnd && waiting == null) {
            closeWhenSent();
        } else {
            linger();
        }
    }

    private void closeWhenSent() {
        lingering = true;
        Farewell.whenSent(channel);
    }

    /** Whether the client has read nothing for too long of an answer that is complete here. */
    private boolean stuck(long nowNs) {
        long left = Farewell.unsentBytes(channel);
        if (left != unsentBytes) {
            unsentBytes = left;
            sinceNs = nowNs;
        }
        return nowNs - sinceNs > STUCK_NS;
    }

    @Override
    public void becomeTunnel(Tunnel to) {
        tunnel = to;
        channel.config().setAutoRead(true);
        ByteBuf early = waiting;
        if (early != null) {
            waiting = null;
            to.fromClient(early);
            to.flushToServer();
        }
    }

    /** Ends the answers, and reads on for a moment what the client still sends. */
    private void linger() {
        lingering = true;
        ByteBuf rest = waiting;
        waiting = null;
        ReferenceCountUtil.release(rest);
        Farewell.byFin(channel, () -> sinceNs = System.nanoTime());
    }

    @Override
    public void abort(boolean byReset) {
        Farewell.abrupt(channel, byReset);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flushToServer();
        if (tunnel != null) {
            tunnel.flushToServer();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        RequestFlow now = flow;
        if (tunnel != null) {
            tunnel.clientWritability(channel.isWritable());
        } else if (now != null) {
            now.clientWritability(channel.isWritable());
        } else if (!lingering && channel.isWritable()) {
            resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        http.loop().remove(this);
        RequestHead reading = head;
        head = null;
        if (reading != null) {
            http.giveRequestHead(reading);
        }
        ReferenceCountUtil.release(waiting);
        waiting = null;
        if (tunnel != null) {
            tunnel.clientClosed();
        }
        RequestFlow now = flow;
        if (now != null) {
            now.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Resets and broken pipes: the peer is gone, and channelInactive tells the rest.
        context.close();
    }

    @Override
    public void sweep(long nowNs) {
        if (tunnel != null) {
            tunnel.sweep(nowNs);
        } else if (lingering) {
            if (Farewell.nothingToSend(channel) ? nowNs - sinceNs > LINGER_NS : stuck(nowNs)) {
                channel.close();
            }
        } else if (flow != null) {
            flow.sweep(nowNs);
        } else {
            sweepIdle(nowNs);
        }
    }

    private void sweepIdle(long nowNs) {
        var config = live.table().http();
        long idleNs =
                config == null ? 0 : TimeUnit.MILLISECONDS.toNanos(config.config().idleTimeoutMs());
        RequestHead reading = head;
        if (reading != null && reading.hasBegun()) {
            if (nowNs - sinceNs > (idleNs > 0 ? idleNs : HEAD_NS)) {
                timeOut(reading);
            }
        } else if (!Farewell.nothingToSend(channel)) {
            if (stuck(nowNs)) {
                channel.close();
            }
        } else if (live.closing() || (idleNs > 0 && nowNs - sinceNs > idleNs)) {
            if (!live.closing()) {
                counters.increment(Counter.LISTENER_IDLE_CLOSED);
            }
            channel.close();
        }
    }

    private void timeOut(RequestHead reading) {
        head = null;
        counters.increment(Counter.LISTENER_IDLE_CLOSED);
        RequestFlow begun = http.takeFlow();
        flow = begun;
        begun.refuseSlow(this, reading, sinceNs);
    }

    @Override
    public int sweepSlot() {
        return sweepSlot;
    }

    @Override
    public void sweepSlot(int slot) {
        sweepSlot = slot;
    }
}
