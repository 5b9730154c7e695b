package dev.sluice.proxy.stream;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.table.LiveListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A UDP listener on one event loop: clients' datagrams come in here, find their session, and
 * answers go out from here, so that they come from the listener's address. Owned by the loop.
 *
 * <p>Nothing waits long: where a socket's buffer is full, where no session may begin or no server
 * is there, a datagram is dropped and counted.
 */
final class UdpSessions extends ChannelInboundHandlerAdapter {
    private static final int MOST_SESSIONS = 1 << 16;

    private final UdpListeners listeners;
    private final LiveListener live;
    private final Loop loop;
    private final CounterRow counters;
    private final Map<InetSocketAddress, UdpSession> byClient = new HashMap<>();
    private final List<UdpSession> unflushed = new ArrayList<>();
    private @Nullable Channel channel;

    UdpSessions(UdpListeners listeners, LiveListener live, Loop loop) {
        this.listeners = listeners;
        this.live = live;
        this.loop = loop;
        this.counters = live.counters(loop);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var datagram = (DatagramPacket) message;
        try {
            counters.increment(Counter.LISTENER_PACKETS_IN);
            counters.add(Counter.LISTENER_BYTES_IN, datagram.content().readableBytes());
            take(datagram);
        } finally {
            datagram.release();
        }
    }

    private void take(DatagramPacket datagram) {
        InetSocketAddress client = datagram.sender();
        UdpSession session = byClient.get(client);
        if (session == null) {
            session = begin(client, datagram.content());
        }
        if (session == null || !session.send(datagram.content())) {
            counters.increment(Counter.LISTENER_PACKETS_DROPPED);
            return;
        }
        if (session.markUnflushed()) {
            unflushed.add(session);
        }
    }

    private @Nullable UdpSession begin(InetSocketAddress client, ByteBuf first) {
        if (!live.table().admits(client.getAddress())) {
            counters.increment(Counter.LISTENER_CONNECTIONS_REFUSED);
            return null;
        }
        if (byClient.size() >= MOST_SESSIONS || !live.enter(loop, listeners.sessionsMax())) {
            return null;
        }
        var session = new UdpSession(this, client, UdpHash.quicConnection(first));
        byClient.put(client, session);
        session.start();
        return session.open() ? session : null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        for (UdpSession session : unflushed) {
            session.flush();
        }
        unflushed.clear();
    }

    /** Sends an answer on; takes over the buffer. */
    void answer(InetSocketAddress client, ByteBuf content) {
        Channel out = channel();
        if (!out.isWritable()) {
            counters.increment(Counter.LISTENER_PACKETS_DROPPED);
            content.release();
            return;
        }
        counters.increment(Counter.LISTENER_PACKETS_OUT);
        counters.add(Counter.LISTENER_BYTES_OUT, content.readableBytes());
        out.write(new DatagramPacket(content, client), out.voidPromise());
    }

    void flushAnswers() {
        channel().flush();
    }

    /** A session has ended. */
    void forget(InetSocketAddress client) {
        byClient.remove(client);
        live.leave(loop);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        for (UdpSession session : List.copyOf(byClient.values())) {
            session.close();
        }
    }

    /** An answer that could not be sent, such as to a client whose port is closed, is its loss. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        counters.increment(Counter.LISTENER_PACKETS_DROPPED);
    }

    Channel channel() {
        Channel now = channel;
        if (now == null) {
            throw new AssertionError("sessions begin after their listener's socket");
        }
        return now;
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) channel().localAddress();
    }

    LiveListener live() {
        return live;
    }

    Loop loop() {
        return loop;
    }

    UdpListeners listeners() {
        return listeners;
    }

    void dropped(int datagrams) {
        counters.add(Counter.LISTENER_PACKETS_DROPPED, datagrams);
    }
}
