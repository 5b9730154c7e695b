package dev.sluice.proxy.http;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.StableHash;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.Redirect;
import dev.sluice.model.node.HttpConfig;
import dev.sluice.proxy.http.wire.HeaderLines;
import dev.sluice.proxy.http.wire.Method;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.Trouble;
import dev.sluice.proxy.http.wire.Violation;
import dev.sluice.proxy.log.Termination;
import dev.sluice.proxy.table.HttpTable;
import dev.sluice.proxy.table.HttpTable.RuleTarget;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.upstream.Attempt;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.IdleConnections;
import dev.sluice.proxy.upstream.Target;
import dev.sluice.route.RuleTable;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through the proxy, phase by phase, on its connection's loop.
 *
 * <pre>
 *   begin ──→ route ──→ pick ──→ connect ──→ send ──→ respond ──→ finish ──→ log
 *     │         │        ↑ │        │          │         │
 *     │         │        │ │        │          │         └─ the server breaks off: the client is cut off too
 *     │         │        │ │        │          └─ a reused connection closed unanswered: a fresh one, same server
 *     │         │        │ └────────┴─ refused: another server that was not tried
 *     └─────────┴────────┴──→ answer: ours alone (400, 3xx, 502, 503, 504) ──→ finish
 * </pre>
 *
 * Used again for other requests of the loop; between them it holds nothing.
 */
final class RequestFlow {
    /** Servers that are tried for one request before the client gets 502. */
    private static final int TRIES_MAX = 5;

    /**
     * A connection this old may be about to be closed by its server: too great a risk for what
     * cannot be repeated.
     */
    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

    private enum Phase {
        CONNECTING,
        WAITING,
        RESPONDING,
        ENDED
    }

    private final HttpLoop http;
    private final Attempt attempt = new Attempt();
    private final RequestBody body = new RequestBody();
    private final Exchange exchange = new Exchange();
    private final ResponseRelay relay;

    private Phase phase = Phase.ENDED;
    private @Nullable UpstreamConnection upstream;
    private int server;
    private boolean afresh;
    private boolean trailersWritten;

    /** Whether the client waits for the server's word before it sends its body. */
    private boolean bodyAwaited;

    private long activityNs;

    RequestFlow(HttpLoop http) {
        this.http = http;
        this.relay = new ResponseRelay(http, exchange);
    }

    // ---- begin

    /** A head is complete. Takes over {@code head} until the end. */
    void begin(ClientConnection client, RequestHead head, long startNs) {
        start(client, head, startNs);
        body.begin(head.isChunked(), Math.max(0, head.contentLength()));
        bodyAwaited = head.expectContinue();
        exchange.keepAlive(head.keepAlive() && !client.live().closing());
        HttpTable table = exchange.http();
        Redirect redirect = table.config().redirect();
        if (head.contentLength() > table.config().maxRequestBodyBytes()) {
            http.violations().count(Violation.BODY_TOO_LARGE);
            violated(Violation.BODY_TOO_LARGE);
        } else if (redirect != null) {
            redirect(redirect);
        } else {
            route(table);
        }
    }

    /** The bytes broke a rule of HTTP: says which, and closes. */
    void refuse(ClientConnection client, RequestHead head, long startNs, Violation violation) {
        start(client, head, startNs);
        http.violations().count(violation);
        violated(violation);
    }

    /** The head did not come in time. */
    void refuseSlow(ClientConnection client, RequestHead head, long startNs) {
        start(client, head, startNs);
        answer(Trouble.REQUEST_TIMEOUT, Termination.CLIENT_TIMEOUT);
    }

    private void start(ClientConnection client, RequestHead head, long startNs) {
        exchange.begin(client, head, client.live().table(), startNs);
        body.begin(false, 0);
        upstream = null;
        server = Scheduler.NONE;
        afresh = false;
        trailersWritten = false;
        bodyAwaited = false;
        activityNs = startNs;
        phase = Phase.CONNECTING;
    }

    // ---- route

    private void route(HttpTable table) {
        Target to = target(table, exchange.table());
        if (to == null) {
            answer(Trouble.NO_SERVER, Termination.NO_SERVER);
            return;
        }
        exchange.target(to);
        attempt.begin(to.pool());
        pick();
    }

    private @Nullable Target target(HttpTable table, ListenerTable listener) {
        RuleTable rules = table.rules();
        if (rules == null) {
            return listener.target();
        }
        RequestHead head = exchange.head();
        int rule =
                rules.match(
                        head.bytes(),
                        head.hostStart(),
                        head.hostEnd(),
                        head.targetStart(),
                        head.pathEnd());
        if (rule < 0) {
            return listener.target();
        }
        RuleTarget found = table.ruleTargets().get(rule);
        exchange.rule(found.name());
        return found.target();
    }

    // ---- pick

    private void pick() {
        Target from = exchange.target();
        int chosen = exchange.stickyServer(attempt);
        if (chosen == Scheduler.NONE && attempt.tries() < TRIES_MAX) {
            chosen = from.pick(http.loop(), hash(from), attempt);
        }
        if (chosen == Scheduler.NONE) {
            if (attempt.tries() == 0) {
                answer(Trouble.NO_SERVER, Termination.NO_SERVER);
            } else {
                answer(Trouble.SERVER_UNREACHABLE, Termination.SERVER_UNREACHABLE);
            }
            return;
        }
        if (attempt.tries() > 0) {
            exchange.counters().increment(Counter.LISTENER_RETRIES);
        }
        server = chosen;
        Backend backend = attempt.backend(chosen);
        exchange.enterServer(backend);
        connect(backend);
    }

    private long hash(Target from) {
        return switch (from.config().scheduler()) {
            case SCH, QCH -> StableHash.address(exchange.client().address().address().getAddress());
            case TCH -> exchange.fourTupleHash();
            default -> 0;
        };
    }

    // ---- connect

    private void connect(Backend backend) {
        phase = Phase.CONNECTING;
        UpstreamConnection idle = afresh ? null : idle(backend);
        if (idle != null) {
            upstream = idle;
            idle.use(this);
            send(idle);
            return;
        }
        exchange.times().connecting();
        // Remembered before it is opened: a refusal may come at once.
        var fresh = new UpstreamConnection(http, backend);
        upstream = fresh;
        fresh.open(this, exchange.http().config().connectTimeoutMs());
    }

    private @Nullable UpstreamConnection idle(Backend backend) {
        boolean repeatable = Method.isIdempotent(exchange.head().method());
        long oldestNs = repeatable ? Long.MAX_VALUE : FRESH_NS;
        IdleConnections idle = backend.idle(http.loop());
        var taken = (UpstreamConnection) idle.take(oldestNs);
        // One that was closed in this very turn of the loop has not been told so yet.
        while (taken != null && !taken.isActive()) {
            taken = (UpstreamConnection) idle.take(oldestNs);
        }
        return taken;
    }

    /** A fresh connection is ready. */
    void connected(UpstreamConnection connection) {
        exchange.client().live().connectLatency(http.loop()).record(exchange.times().connected());
        Backend backend = exchange.backend();
        backend.counters(http.loop()).increment(Counter.SERVER_CONNECTIONS);
        send(connection);
    }

    /** A fresh connection could not be made. */
    void connectFailed() {
        Backend backend = exchange.backend();
        backend.counters(http.loop()).increment(Counter.SERVER_CONNECT_FAILED);
        exchange.leaveServer();
        attempt.tried(server);
        pick();
    }

    // ---- send

    private void send(UpstreamConnection connection) {
        Backend backend = exchange.backend();
        backend.counters(http.loop()).increment(Counter.SERVER_REQUESTS);
        connection.send(http.writeRequestHead(exchange), exchange.head());
        body.replay(connection::send);
        phase = Phase.WAITING;
        activityNs = exchange.times().sent();
        if (body.complete() || !exchange.client().reading()) {
            connection.flush();
        }
        if (!body.complete()) {
            exchange.client().resume();
        }
    }

    /**
     * Takes what it can of the request's body off {@code in}.
     *
     * @return whether it would take more at once
     */
    boolean readBody(ByteBuf in) {
        UpstreamConnection to = upstream;
        if (body.complete() || (phase == Phase.CONNECTING && body.full())) {
            return false;
        }
        ByteBuf piece = body.next(in, http.allocator());
        if (body.violation() != Violation.NONE) {
            piece.release();
            refuseBody(body.violation());
            return false;
        }
        if (body.received() > exchange.http().config().maxRequestBodyBytes()) {
            piece.release();
            refuseBody(Violation.BODY_TOO_LARGE);
            return false;
        }
        if (!piece.isReadable()) {
            piece.release();
            return false;
        }
        activityNs = System.nanoTime();
        bodyAwaited = false;
        boolean sent = phase != Phase.CONNECTING && to != null;
        body.keep(piece, sent, http.allocator());
        if (!sent || to == null) {
            piece.release();
        } else {
            sendPiece(to, piece);
        }
        return true;
    }

    private void sendPiece(UpstreamConnection to, ByteBuf piece) {
        to.send(piece);
        if (!to.isWritable()) {
            to.flush();
            exchange.client().channel().config().setAutoRead(to.isWritable());
        }
    }

    private void refuseBody(Violation violation) {
        http.violations().count(violation);
        dropUpstream();
        exchange.leaveServer();
        if (phase == Phase.RESPONDING) {
            exchange.violation(violation);
            exchange.termination(Termination.BAD_REQUEST);
            cutClient();
        } else {
            violated(violation);
        }
    }

    /** Sends on what was written since the last flush. */
    void flushUpstream() {
        UpstreamConnection to = upstream;
        if (to != null && phase != Phase.CONNECTING) {
            to.flush();
        }
    }

    // ---- respond

    /** An interim answer other than 101. */
    void interim(ResponseHead head) {
        bodyAwaited &= head.status() != 100;
        relay.interim(head);
    }

    /** The head of the final answer. */
    void responseHead(ResponseHead head) {
        phase = Phase.RESPONDING;
        body.forget();
        exchange.answered(head.status());
        countServer(head.status());
        // A client that has more of a refused body to send is not kept: what follows could not be
        // told apart.
        if (!body.complete() || exchange.client().live().closing()) {
            exchange.keepAlive(false);
        }
        relay.head(head, server);
    }

    private void countServer(int status) {
        exchange.client().live().upstreamLatency(http.loop()).record(exchange.times().serverNs());
        exchange.backend()
                .observeLatency(exchange.times().serverNs(), exchange.times().answeredNs());
        if (status >= 500) {
            exchange.counters().increment(Counter.LISTENER_UPSTREAM_5XX);
        } else if (status >= 400) {
            exchange.counters().increment(Counter.LISTENER_UPSTREAM_4XX);
        }
    }

    /** Whether the client asked to go on as WebSocket. */
    boolean upgradeAsked() {
        return exchange.head().upgradeWebSocket();
    }

    /** A piece of the answer's body, owned by the callee. */
    void responseBody(ByteBuf piece) {
        relay.body(piece);
        if (!exchange.client().channel().isWritable()) {
            pauseServer();
        }
    }

    private void pauseServer() {
        UpstreamConnection from = upstream;
        if (from != null) {
            relay.flush();
            from.read(exchange.client().channel().isWritable());
        }
    }

    /** All that was read from the server at once was passed on. */
    void responseRead() {
        activityNs = System.nanoTime();
        relay.flush();
        if (!exchange.client().channel().isWritable()) {
            pauseServer();
        }
    }

    /** The trailers of a chunked answer; its end follows. */
    void responseTrailers(HeaderLines trailers) {
        relay.end(trailers);
        trailersWritten = true;
    }

    /**
     * The answer is complete.
     *
     * @param reusable whether the server keeps its connection open
     */
    void responseEnd(boolean reusable) {
        if (!trailersWritten) {
            relay.end(null);
        }
        UpstreamConnection from = upstream;
        if (from != null && !(reusable && body.complete())) {
            dropUpstream();
        } else if (from != null) {
            upstream = null;
            from.release();
        }
        exchange.leaveServer();
        relay.flush();
        finish();
    }

    /** Both sides speak another protocol from here on. */
    void switched(ResponseHead head, UpstreamConnection connection) {
        phase = Phase.RESPONDING;
        body.forget();
        exchange.answered(101);
        exchange.keepAlive(false);
        relay.switched(head);
        relay.flush();
        ClientConnection client = exchange.client();
        var tunnel = new Tunnel(client, connection, this, exchange.http().config());
        connection.becomeTunnel(tunnel);
        client.becomeTunnel(tunnel);
    }

    /** A tunnel has ended. */
    void tunnelEnded(long bytesToClient) {
        upstream = null;
        exchange.bodySent(bytesToClient);
        exchange.leaveServer();
        log();
        release(false);
    }

    // ---- what can go wrong

    /** The server's connection is gone before the answer was complete. */
    void upstreamLost(boolean unanswered, boolean reused) {
        upstream = null;
        Backend backend = exchange.backend();
        exchange.leaveServer();
        boolean repeatable = Method.isIdempotent(exchange.head().method()) && body.replayable();
        if (phase == Phase.WAITING && unanswered && reused && repeatable) {
            exchange.counters().increment(Counter.LISTENER_RETRIES);
            afresh = true;
            exchange.enterServer(backend);
            connect(backend);
            return;
        }
        backend.counters(http.loop()).increment(Counter.SERVER_FAILED);
        failed(Trouble.SERVER_ABORTED, Termination.SERVER_ABORTED);
    }

    /** The server's bytes broke a rule of HTTP. */
    void upstreamGarbage(Violation violation) {
        upstream = null;
        exchange.violation(violation);
        exchange.leaveServer();
        exchange.backend().counters(http.loop()).increment(Counter.SERVER_FAILED);
        failed(Trouble.SERVER_GARBAGE, Termination.SERVER_GARBAGE);
    }

    private void failed(Trouble trouble, Termination why) {
        if (phase == Phase.RESPONDING) {
            exchange.termination(why);
            cutClient();
        } else {
            answer(trouble, why);
        }
    }

    /** The client's connection is gone. */
    void clientGone() {
        if (phase == Phase.ENDED) {
            return;
        }
        if (exchange.termination() == Termination.NONE) {
            exchange.termination(Termination.CLIENT_ABORTED);
        }
        dropUpstream();
        exchange.leaveServer();
        log();
        release(false);
    }

    private void cutClient() {
        exchange.client().abort(relay.endsByClosing());
    }

    private void dropUpstream() {
        UpstreamConnection from = upstream;
        upstream = null;
        if (from != null) {
            from.drop();
        }
    }

    void clientWritability(boolean writable) {
        UpstreamConnection from = upstream;
        activityNs = System.nanoTime();
        if (from != null) {
            from.read(writable);
        }
    }

    void upstreamWritability(boolean writable) {
        exchange.client().channel().config().setAutoRead(writable);
        if (writable) {
            exchange.client().resume();
        }
    }

    /** Looks at the deadlines; four times a second. */
    void sweep(long nowNs) {
        HttpConfig config = exchange.http().config();
        long silentNs = nowNs - activityNs;
        if (phase == Phase.WAITING && clientIsDue()) {
            if (passed(silentNs, config.idleTimeoutMs())) {
                exchange.counters().increment(Counter.LISTENER_IDLE_CLOSED);
                dropUpstream();
                exchange.leaveServer();
                answer(Trouble.REQUEST_TIMEOUT, Termination.CLIENT_TIMEOUT);
            }
        } else if (phase == Phase.WAITING && passed(silentNs, config.requestTimeoutMs())) {
            exchange.backend().counters(http.loop()).increment(Counter.SERVER_FAILED);
            dropUpstream();
            exchange.leaveServer();
            answer(Trouble.SERVER_TIMEOUT, Termination.SERVER_TIMEOUT);
        } else if (phase == Phase.RESPONDING && passed(silentNs, config.requestTimeoutMs())) {
            boolean clientSlow = !exchange.client().channel().isWritable();
            exchange.termination(
                    clientSlow ? Termination.CLIENT_TIMEOUT : Termination.SERVER_TIMEOUT);
            cutClient();
        }
    }

    /** Whether the next bytes must come from the client. */
    private boolean clientIsDue() {
        return !body.complete()
                && !bodyAwaited
                && exchange.client().channel().config().isAutoRead();
    }

    private static boolean passed(long silentNs, long limitMs) {
        return limitMs > 0 && silentNs > TimeUnit.MILLISECONDS.toNanos(limitMs);
    }

    // ---- answers of our own

    private void redirect(Redirect redirect) {
        exchange.keepAlive(exchange.keepAlive() && body.complete());
        relay.redirect(redirect);
        endAnswer(redirect.code(), Termination.NONE);
    }

    private void violated(Violation violation) {
        exchange.violation(violation);
        exchange.keepAlive(false);
        relay.violation(violation);
        endAnswer(violation.status(), Termination.BAD_REQUEST);
    }

    private void answer(Trouble trouble, Termination why) {
        boolean clientAtFault = why == Termination.CLIENT_TIMEOUT || why == Termination.BAD_REQUEST;
        exchange.keepAlive(exchange.keepAlive() && body.complete() && !clientAtFault);
        relay.trouble(trouble);
        endAnswer(trouble.status(), why);
    }

    private void endAnswer(int status, Termination why) {
        exchange.answeredOurselves(status);
        exchange.termination(why);
        relay.flush();
        finish();
    }

    // ---- finish, log

    private void finish() {
        log();
        release(exchange.keepAlive());
    }

    private void log() {
        exchange.times().ended();
        exchange.client().live().requestLatency(http.loop()).record(exchange.times().totalNs());
        CounterRow row = exchange.counters();
        row.increment(Counter.LISTENER_REQUESTS);
        row.increment(byStatus(exchange.status()));
        http.log().write(exchange, body.received());
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

    private void release(boolean keep) {
        phase = Phase.ENDED;
        // Whoever did not announce that this was its last request may be sending the next one.
        boolean readToEnd =
                body.complete()
                        && !exchange.head().keepAlive()
                        && exchange.termination() != Termination.BAD_REQUEST;
        body.forget();
        relay.drop();
        ClientConnection client = exchange.client();
        http.giveRequestHead(exchange.head());
        exchange.end();
        client.ended(this, keep, readToEnd);
    }
}
