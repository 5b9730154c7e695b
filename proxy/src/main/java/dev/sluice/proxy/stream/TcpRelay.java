package dev.sluice.proxy.stream;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.node.StreamConfig;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Swept;
import dev.sluice.proxy.table.LiveListener;
import dev.sluice.proxy.upstream.Backend;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection and its server's, joined. Owned by the client's event loop, on which the
 * server's connection is made too.
 *
 * <pre>
 *  accept → search → connect → (PROXY header) → relay both ways → both ends closed
 *             ↑         │                            │
 *             └─────────┘ refused, timed out         ├ a reset on one side resets the other
 *             no server left: the client is reset    └ silence, drain over: both are closed
 * </pre>
 *
 * <p>Each side reads only while the other can write, so what is in between stays within the write
 * buffers' marks. The end of one direction is passed on once everything before it is written; the
 * other direction goes on.
 */
final class TcpRelay implements Swept {
    private final TcpRelays relays;
    private final LiveListener live;
    private final Loop loop;
    private final ClientAddress client;
    private final CounterRow counters;
    private final Tenure tenure;
    private final RelaySide clientSide = new RelaySide(this, Counter.LISTENER_BYTES_IN);

    private @Nullable ServerSearch search;
    private @Nullable RelaySide serverSide;
    private @Nullable Backend backend;
    private long connectStartedNs;
    private boolean started;
    private boolean closed;
    private int sweepSlot = -1;

    TcpRelay(TcpRelays relays, LiveListener live, Loop loop, ClientAddress client) {
        this.relays = relays;
        this.live = live;
        this.loop = loop;
        this.client = client;
        this.counters = live.counters(loop);
        this.tenure = new Tenure(live, System.nanoTime());
    }

    ChannelHandler clientSide() {
        return clientSide;
    }

    /** The client's connection is there. */
    void start() {
        if (started || closed) {
            return;
        }
        started = true;
        loop.add(this);
        search = relays.search(live, loop, client, localAddress());
        connectNext();
    }

    private InetSocketAddress localAddress() {
        return (InetSocketAddress) clientSide.channel().localAddress();
    }

    private void connectNext() {
        Backend next = search == null ? null : search.next();
        StreamConfig config = live.table().config().stream();
        if (next == null || config == null) {
            close(true);
            return;
        }
        backend = next;
        next.active().incrementAndGet();
        next.counters(loop).increment(Counter.SERVER_REQUESTS);
        next.counters(loop).increment(Counter.SERVER_ACTIVE);
        connectStartedNs = System.nanoTime();
        var side = new RelaySide(this, Counter.LISTENER_BYTES_OUT);
        relays.connect(loop, next.nextAddress(), config.connectTimeoutMs(), side)
                .addListener(attempt -> connected(attempt, side, config));
    }

    private void connected(Future<?> attempt, RelaySide side, StreamConfig config) {
        Backend now = backend;
        if (closed || now == null) {
            if (attempt.isSuccess()) {
                side.reset();
            }
            return;
        }
        if (!attempt.isSuccess()) {
            now.counters(loop).increment(Counter.SERVER_CONNECT_FAILED);
            now.failed(loop);
            leaveBackend();
            connectNext();
            return;
        }
        now.counters(loop).increment(Counter.SERVER_CONNECTIONS);
        now.tookConnection(loop);
        live.connectLatency(loop).record(System.nanoTime() - connectStartedNs);
        if (search != null) {
            search.found(now);
            search = null;
        }
        tenure.moved();
        join(side, config);
    }

    private void join(RelaySide server, StreamConfig config) {
        serverSide = server;
        if (config.clientAddress() == ClientAddressMode.PROXY_PROTOCOL) {
            server.write(header());
        }
        clientSide.join(server);
        server.join(clientSide);
    }

    private ByteBuf header() {
        ByteBuf header = clientSide.channel().alloc().buffer(ProxyProtocolV2.MAX_BYTES);
        var source = new InetSocketAddress(client.address(), client.port());
        ProxyProtocolV2.writeTcp(source, localAddress(), header);
        return header;
    }

    /** Bytes passed in one direction. */
    void moved(Counter direction, int bytes) {
        tenure.moved();
        counters.add(direction, bytes);
    }

    /** Something was written that had waited. */
    void moved() {
        tenure.moved();
    }

    /** Both directions have ended in order once both sides have said all they had to. */
    void outputEnded() {
        RelaySide server = serverSide;
        if (server != null && server.outputEnded() && clientSide.outputEnded()) {
            close(false);
        }
    }

    /** One side broke: the other must not take that for an orderly end. */
    void broke() {
        close(true);
    }

    private void close(boolean reset) {
        if (closed) {
            return;
        }
        closed = true;
        loop.remove(this);
        leaveBackend();
        close(clientSide, reset);
        if (serverSide != null) {
            close(serverSide, reset);
        }
    }

    private static void close(RelaySide side, boolean reset) {
        if (reset) {
            side.reset();
        } else {
            side.close();
        }
    }

    private void leaveBackend() {
        Backend left = backend;
        backend = null;
        if (left != null) {
            left.active().decrementAndGet();
            left.counters(loop).add(Counter.SERVER_ACTIVE, -1);
        }
    }

    @Override
    public void sweep(long nowNs) {
        if (serverSide == null) {
            return;
        }
        switch (tenure.judge(backend, nowNs)) {
            case STAYS -> {}
            case IDLE -> {
                counters.increment(Counter.LISTENER_IDLE_CLOSED);
                close(false);
            }
            case EVICTED -> close(true);
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
}
