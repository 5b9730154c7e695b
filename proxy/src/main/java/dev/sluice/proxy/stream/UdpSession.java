package dev.sluice.proxy.stream;

import dev.sluice.measure.Counter;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.loop.Swept;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One client's exchange with one server, over a socket of its own, until both have been silent for
 * the listener's idle timeout. A server that says its port is closed, is removed or falls ill is
 * replaced by another; where there is none the session ends, and the client's next datagram begins
 * anew. Owned by the event loop.
 */
final class UdpSession implements Swept {
    /** Datagrams that wait for the socket, which takes one turn of the loop. */
    private static final int MOST_WAITING = 64;

    private final UdpSessions sessions;
    private final InetSocketAddress client;
    private final long quicHash;
    private final Tenure tenure;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);

    private @Nullable ServerSearch search;
    private @Nullable Backend backend;
    private @Nullable Channel upstream;
    private boolean unflushed;
    private boolean open = true;
    private int sweepSlot = -1;

    UdpSession(UdpSessions sessions, InetSocketAddress client, long quicHash) {
        this.sessions = sessions;
        this.client = client;
        this.quicHash = quicHash;
        this.tenure = new Tenure(sessions.live(), System.nanoTime());
    }

    boolean open() {
        return open;
    }

    void start() {
        sessions.loop().add(this);
        beginSearch();
    }

    private void beginSearch() {
        var table = sessions.live().table();
        Target target = table.target();
        StreamConfig config = table.config().stream();
        search =
                target == null || config == null
                        ? null
                        : new ServerSearch(
                                sessions.loop(),
                                target,
                                sessions.listeners().bindings().of(sessions.live(), config),
                                client.getAddress(),
                                UdpHash.of(
                                        target.config().scheduler(),
                                        client,
                                        sessions.localAddress(),
                                        quicHash));
        connectNext();
    }

    private void connectNext() {
        Backend next = search == null ? null : search.next();
        if (next == null) {
            close();
            return;
        }
        backend = next;
        tenure.renew();
        next.active().incrementAndGet();
        next.counters(sessions.loop()).increment(Counter.SERVER_REQUESTS);
        next.counters(sessions.loop()).increment(Counter.SERVER_ACTIVE);
        sessions.listeners()
                .connect(sessions.loop(), next.nextAddress(), new Answers())
                .addListener(attempt -> connected(attempt, next));
    }

    private void connected(Future<?> attempt, Backend to) {
        Channel made = ((io.netty.channel.ChannelFuture) attempt).channel();
        if (!open || backend != to) {
            made.close();
            return;
        }
        if (!attempt.isSuccess()) {
            failed();
            return;
        }
        to.counters(sessions.loop()).increment(Counter.SERVER_CONNECTIONS);
        if (search != null) {
            search.found(to);
        }
        upstream = made;
        ByteBuf next = waiting.poll();
        while (next != null) {
            made.write(next, made.voidPromise());
            next = waiting.poll();
        }
        made.flush();
    }

    /**
     * Sends a datagram's content to the server; the caller keeps its reference.
     *
     * @return whether it is on its way
     */
    boolean send(ByteBuf content) {
        if (!open) {
            return false;
        }
        tenure.moved();
        Channel to = upstream;
        if (to == null) {
            // A copy, because the buffer read into is as long as the longest datagram.
            return waiting.size() < MOST_WAITING
                    && waiting.add(enveloped(content, sessions.channel().alloc().buffer()));
        }
        if (!to.isWritable()) {
            return false;
        }
        ByteBuf out = proxyProtocol() ? enveloped(content, to.alloc().buffer()) : content.retain();
        to.write(out, to.voidPromise());
        return true;
    }

    private boolean proxyProtocol() {
        StreamConfig config = sessions.live().table().config().stream();
        return config != null && config.clientAddress() == ClientAddressMode.PROXY_PROTOCOL;
    }

    /** Every datagram has the header: a server need not remember who sent what. */
    private ByteBuf enveloped(ByteBuf content, ByteBuf into) {
        if (proxyProtocol()) {
            ProxyProtocolV2.writeUdp(client, sessions.localAddress(), into);
        }
        return into.writeBytes(content, content.readerIndex(), content.readableBytes());
    }

    /** Whether it was not marked before. */
    boolean markUnflushed() {
        boolean before = unflushed;
        unflushed = true;
        return !before;
    }

    void flush() {
        unflushed = false;
        if (upstream != null) {
            upstream.flush();
        }
    }

    /** The server is not there: the next one, or the end. */
    private void failed() {
        Backend refusing = backend;
        if (!open || refusing == null) {
            return;
        }
        refusing.counters(sessions.loop()).increment(Counter.SERVER_CONNECT_FAILED);
        leaveBackend();
        connectNext();
    }

    private void leaveBackend() {
        Backend left = backend;
        backend = null;
        if (left != null) {
            left.active().decrementAndGet();
            left.counters(sessions.loop()).add(Counter.SERVER_ACTIVE, -1);
        }
        Channel old = upstream;
        upstream = null;
        if (old != null) {
            old.close();
        }
    }

    void close() {
        if (!open) {
            return;
        }
        open = false;
        sessions.loop().remove(this);
        leaveBackend();
        sessions.dropped(waiting.size());
        ByteBuf next = waiting.poll();
        while (next != null) {
            next.release();
            next = waiting.poll();
        }
        sessions.forget(client);
    }

    @Override
    public void sweep(long nowNs) {
        switch (tenure.judge(backend, nowNs)) {
            case STAYS -> {}
            case IDLE -> close();
            case EVICTED -> {
                leaveBackend();
                beginSearch();
            }
        }
    }

    @Override
    public int sweepSlot() {
        return sweepSlot;
    }

    @Override
    public void sweepSlot(int slot) {
        sweepSlot = slot;
    }

    /** The server's side of the session. */
    private final class Answers extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            tenure.moved();
            ByteBuf content = ((DatagramPacket) message).content();
            if (open) {
                sessions.answer(client, content);
            } else {
                content.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            sessions.flushAnswers();
        }

        /** An ICMP message came back, most often that nobody has the port. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (ctx.channel().equals(upstream)) {
                failed();
            }
        }
    }
}
