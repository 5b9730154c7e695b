package dev.sluice.proxy.http;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;

/**
 * Counts and times what becomes of requests, for their listeners and servers. Owned by a flow; of
 * the request that its exchange is of.
 */
final class Tally {
    private final HttpLoop http;
    private final Exchange exchange;

    Tally(HttpLoop http, Exchange exchange) {
        this.http = http;
        this.exchange = exchange;
    }

    private CounterRow server() {
        return exchange.backend().counters(http.loop());
    }

    /** Another try is made, at another server or at the same. */
    void retried() {
        exchange.counters().increment(Counter.LISTENER_RETRIES);
    }

    void connected() {
        exchange.client().live().connectLatency(http.loop()).record(exchange.times().connected());
        server().increment(Counter.SERVER_CONNECTIONS);
    }

    void connectFailed() {
        server().increment(Counter.SERVER_CONNECT_FAILED);
        exchange.backend().failed(http.loop());
    }

    /** A server gets a request. */
    void sent() {
        server().increment(Counter.SERVER_REQUESTS);
    }

    /** A server gave no whole answer. */
    void serverFailed() {
        server().increment(Counter.SERVER_FAILED);
        exchange.backend().failed(http.loop());
    }

    /** The client was silent for too long in the midst of its request. */
    void clientIdle() {
        exchange.counters().increment(Counter.LISTENER_IDLE_CLOSED);
    }

    /** A server's final answer has begun. */
    void answered(int status) {
        exchange.client().live().upstreamLatency(http.loop()).record(exchange.times().serverNs());
        exchange.backend()
                .answered(
                        http.loop(),
                        status,
                        exchange.times().serverNs(),
                        exchange.times().answeredNs());
        if (status >= 500) {
            exchange.counters().increment(Counter.LISTENER_UPSTREAM_5XX);
        } else if (status >= 400) {
            exchange.counters().increment(Counter.LISTENER_UPSTREAM_4XX);
        }
    }

    /** All is over. */
    void ended() {
        exchange.times().ended();
        exchange.client().live().requestLatency(http.loop()).record(exchange.times().totalNs());
        CounterRow row = exchange.counters();
        row.increment(Counter.LISTENER_REQUESTS);
        row.increment(byStatus(exchange.status()));
    }

    private static Counter byStatus(int status) {
        return switch (status / 100) {
            case 2 -> Counter.LISTENER_STATUS_2XX;
            case 3 -> Counter.LISTENER_STATUS_3XX;
            case 4 -> Counter.LISTENER_STATUS_4XX;
            case 5 -> Counter.LISTENER_STATUS_5XX;
            default -> Counter.LISTENER_STATUS_OTHER;
        };
    }
}
