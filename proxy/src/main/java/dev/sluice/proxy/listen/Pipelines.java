package dev.sluice.proxy.listen;

import dev.sluice.measure.Counter;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.proxy.http.HttpEngine;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.stream.TcpRelays;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.table.LiveListener;
import dev.sluice.proxy.tls.TlsHandshakeRouter;
import dev.sluice.proxy.tls.TlsSelector;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;

/** What stands in a connection's pipeline, by its listener's protocol. On the connection's loop. */
public final class Pipelines {
    private final HttpEngine http;
    private final TcpRelays tcp;
    private final int connectionsMax;

    /**
     * @param connectionsMax connections that the process has descriptors for
     */
    public Pipelines(HttpEngine http, TcpRelays tcp, int connectionsMax) {
        this.http = http;
        this.tcp = tcp;
        this.connectionsMax = connectionsMax;
    }

    int connectionsMax() {
        return connectionsMax;
    }

    void assemble(SocketChannel channel, LiveListener live, Loop loop) {
        InetSocketAddress peer = channel.remoteAddress();
        if (peer == null) {
            channel.close();
            return;
        }
        var mode = live.table().config().accept().proxyProtocol();
        if (mode == ProxyProtocolMode.OFF) {
            identified(channel, live, loop, ClientAddress.of(peer));
        } else {
            channel.pipeline()
                    .addLast(
                            new ProxyProtocolDecoder(
                                    mode,
                                    ClientAddress.of(peer),
                                    (_, client) -> identified(channel, live, loop, client)));
        }
    }

    /** Who the client is, is known: lets it in or not. */
    private void identified(
            SocketChannel channel, LiveListener live, Loop loop, ClientAddress client) {
        ListenerTable table = live.table();
        if (!table.admits(client.address())) {
            live.counters(loop).increment(Counter.LISTENER_CONNECTIONS_REFUSED);
            ConnectionSetup.refuse(channel);
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        switch (table.config().protocol()) {
            case HTTP -> pipeline.addLast(http.connection(live, loop, channel, client, false));
            case HTTPS -> {
                pipeline.addLast(
                        new TlsHandshakeRouter(
                                () -> selector(live),
                                live.counters(loop),
                                live.handshakeLatency(loop)));
                pipeline.addLast(http.connection(live, loop, channel, client, true));
            }
            case TCP -> pipeline.addLast(tcp.connection(live, loop, client));
            case UDP -> throw new AssertionError("datagrams are not accepted connections");
        }
    }

    private static TlsSelector selector(LiveListener live) {
        TlsSelector selector = live.table().tls();
        if (selector == null) {
            throw new AssertionError("every https listener has a selector");
        }
        return selector;
    }
}
