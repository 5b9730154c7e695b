package dev.sluice.proxy.http;

import dev.sluice.model.AccessLog;
import dev.sluice.proxy.http.wire.HeaderLines;
import dev.sluice.proxy.http.wire.KnownHeader;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.log.AccessEntry;
import dev.sluice.proxy.log.AccessLogBuffer;
import dev.sluice.proxy.log.TextSlice;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Swept;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes finished requests into the access log, as far as their listener wants it. Owned by its
 * loop.
 */
final class RequestLog implements Swept {
    private static final byte[][] PROTOCOLS = {
        {'H', 'T', 'T', 'P', '/', '1', '.', '0'}, {'H', 'T', 'T', 'P', '/', '1', '.', '1'}
    };

    private final @Nullable AccessLogBuffer buffer;
    private final SplittableRandom random = new SplittableRandom();
    private int sweepSlot = -1;

    /**
     * @param buffer null where the process writes no access log
     */
    RequestLog(@Nullable AccessLogBuffer buffer, Loop loop) {
        this.buffer = buffer;
        if (buffer != null) {
            loop.eventLoop().execute(() -> loop.add(this));
        }
    }

    /**
     * Writes a line.
     *
     * @param bodyReceived bytes of the request's body
     */
    void write(Exchange exchange, long bodyReceived) {
        AccessLogBuffer to = buffer;
        AccessLog wanted = exchange.http().config().accessLog();
        if (to == null
                || !wanted.enabled()
                || (wanted.sampling() < 1 && random.nextDouble() >= wanted.sampling())) {
            return;
        }
        AccessEntry entry = to.entry();
        request(entry, exchange, bodyReceived);
        answer(entry, exchange);
        to.write(exchange.times().endNs());
    }

    private static void request(AccessEntry entry, Exchange exchange, long bodyReceived) {
        ClientSide client = exchange.client();
        RequestHead head = exchange.head();
        entry.loadBalancer.set(client.live().loadBalancerBytes());
        entry.listener.set(client.live().nameBytes());
        entry.clientIp.set(client.address().text());
        entry.clientPort(client.address().port());
        entry.host.set(head.bytes(), head.hostStart(), head.hostEnd());
        entry.method.set(head.bytes(), head.methodStart(), head.methodEnd());
        entry.requestUri.set(head.bytes(), head.targetStart(), head.targetEnd());
        entry.protocol.set(PROTOCOLS[head.versionMinor()]);
        header(entry.userAgent, head.headers(), KnownHeader.USER_AGENT);
        header(entry.referer, head.headers(), KnownHeader.REFERER);
        entry.requestBytes(head.sizeBytes() + bodyReceived);
        entry.requestId.set(exchange.requestId());
        client.facts().tls(client.channel(), entry);
    }

    private static void header(TextSlice into, HeaderLines lines, KnownHeader header) {
        int index = lines.find(header);
        if (index >= 0) {
            into.set(lines.bytes(), lines.valueStart(index), lines.valueEnd(index));
        }
    }

    private static void answer(AccessEntry entry, Exchange exchange) {
        ExchangeTimes times = exchange.times();
        entry.time(System.currentTimeMillis(), times.totalNs());
        entry.answer(exchange.status(), exchange.bodyBytes(), exchange.termination());
        if (!exchange.rule().isEmpty()) {
            entry.rule.set(exchange.rule().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        var backend = exchange.backendOrNull();
        if (backend != null) {
            entry.upstreamAddress.set(backend.endpointBytes());
            entry.upstream(
                    exchange.serverStatus(), exchange.tries(), times.serverNs(), times.connectNs());
        }
    }

    /** Hands over what has waited long enough. */
    @Override
    public void sweep(long nowNs) {
        if (buffer != null) {
            buffer.sweep(nowNs);
        }
    }

    /** Hands over everything, before the log is closed. */
    void flush() {
        if (buffer != null) {
            buffer.flush();
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
