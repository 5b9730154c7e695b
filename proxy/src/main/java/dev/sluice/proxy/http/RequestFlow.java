package dev.sluice.proxy.http;

import dev.sluice.balance.Scheduler;
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
import dev.sluice.proxy.upstream.Backend;
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
    private enum Phase {
        CONNECTING,
        WAITING,
        RESPONDING,
        ENDED
    }

    private final HttpLoop http;
    private final RequestBody body = new RequestBody();
    private final Exchange exchange = new Exchange();
    private final ResponseRelay relay;
    private final ServerSearch search;
    private final OwnAnswer ours;
    private final Tally tally;

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
        this.search = new ServerSearch(http, exchange);
        this.ours = new OwnAnswer(exchange, body, relay);
        this.tally = new Tally(http, exchange);
    }

    // ---- begin

    /** A head is complete. Takes over {@code head} until the end. */
    void begin(ClientSide client, RequestHead head, long startNs) {
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
            ours.redirect(redirect);
            finish();
        } else {
            route(table);
        }
    }

    /** The bytes broke a rule of HTTP: says which, and closes. */
    void refuse(ClientSide client, RequestHead head, long startNs, Violation violation) {
        start(client, head, startNs);
        http.violations().count(violation);
        violated(violation);
    }

    /** The head did not come in time. */
    void refuseSlow(ClientSide client, RequestHead head, long startNs) {
        start(client, head, startNs);
        answer(Trouble.REQUEST_TIMEOUT, Termination.CLIENT_TIMEOUT);
    }

    private void start(ClientSide client, RequestHead head, long startNs) {
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
        if (search.begin(table)) {
            pick();
        } else {
            answer(Trouble.NO_SERVER, Termination.NO_SERVER);
        }
    }

    // ---- pick

    private void pick() {
        int chosen = search.next();
        if (chosen == Scheduler.NONE && search.hasTried()) {
            answer(Trouble.SERVER_UNREACHABLE, Termination.SERVER_UNREACHABLE);
            return;
        }
        if (chosen == Scheduler.NONE) {
            answer(Trouble.NO_SERVER, Termination.NO_SERVER);
            return;
        }
        if (search.hasTried()) {
            tally.retried();
        }
        server = chosen;
        Backend backend = search.backend(chosen);
        exchange.enterServer(backend);
        connect(backend);
    }

    // ---- connect

    private void connect(Backend backend) {
        phase = Phase.CONNECTING;
        boolean repeatable = Method.isIdempotent(exchange.head().method());
        UpstreamConnection idle =
                afresh ? null : UpstreamConnection.idle(http, backend, repeatable);
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

    /** A fresh connection is ready. */
    void connected(UpstreamConnection connection) {
        tally.connected();
        send(connection);
    }

    /** A fresh connection could not be made. */
    void connectFailed() {
        tally.connectFailed();
        exchange.leaveServer();
        search.tried(server);
        pick();
    }

    // ---- send

    private void send(UpstreamConnection connection) {
        tally.sent();
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
            exchange.client().read(to.isWritable());
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
        tally.answered(head.status());
        // A client that has more of a refused body to send is not kept: what follows could not be
        // told apart.
        if (!body.complete() || exchange.client().live().closing()) {
            exchange.keepAlive(false);
        }
        relay.head(head, server);
    }

    /** Whether the client asked to go on as WebSocket. */
    boolean upgradeAsked() {
        return exchange.head().upgradeWebSocket();
    }

    /** A piece of the answer's body, owned by the callee. */
    void responseBody(ByteBuf piece) {
        relay.body(piece);
        if (!exchange.client().isWritable()) {
            pauseServer();
        }
    }

    private void pauseServer() {
        UpstreamConnection from = upstream;
        if (from != null) {
            relay.flush();
            from.read(exchange.client().isWritable());
        }
    }

    /** All that was read from the server at once was passed on. */
    void responseRead() {
        activityNs = System.nanoTime();
        relay.flush();
        if (!exchange.client().isWritable()) {
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
        ClientSide client = exchange.client();
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
            tally.retried();
            afresh = true;
            exchange.enterServer(backend);
            connect(backend);
            return;
        }
        tally.serverFailed();
        failed(Trouble.SERVER_ABORTED, Termination.SERVER_ABORTED);
    }

    /** The server's bytes broke a rule of HTTP. */
    void upstreamGarbage(Violation violation) {
        upstream = null;
        exchange.violation(violation);
        exchange.leaveServer();
        tally.serverFailed();
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
        exchange.client().read(writable);
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
                tally.clientIdle();
                dropUpstream();
                exchange.leaveServer();
                answer(Trouble.REQUEST_TIMEOUT, Termination.CLIENT_TIMEOUT);
            }
        } else if (phase == Phase.WAITING && passed(silentNs, config.requestTimeoutMs())) {
            tally.serverFailed();
            dropUpstream();
            exchange.leaveServer();
            answer(Trouble.SERVER_TIMEOUT, Termination.SERVER_TIMEOUT);
        } else if (phase == Phase.RESPONDING && passed(silentNs, config.requestTimeoutMs())) {
            boolean clientSlow = !exchange.client().isWritable();
            exchange.termination(
                    clientSlow ? Termination.CLIENT_TIMEOUT : Termination.SERVER_TIMEOUT);
            cutClient();
        }
    }

    /** Whether the next bytes must come from the client. */
    private boolean clientIsDue() {
        return !body.complete() && !bodyAwaited && exchange.client().mayRead();
    }

    private static boolean passed(long silentNs, long limitMs) {
        return limitMs > 0 && silentNs > TimeUnit.MILLISECONDS.toNanos(limitMs);
    }

    // ---- answers of our own

    private void violated(Violation violation) {
        ours.violation(violation);
        finish();
    }

    private void answer(Trouble trouble, Termination why) {
        ours.trouble(trouble, why);
        finish();
    }

    // ---- finish, log

    private void finish() {
        log();
        release(exchange.keepAlive());
    }

    private void log() {
        tally.ended();
        http.log().write(exchange, body.received());
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
        ClientSide client = exchange.client();
        http.giveRequestHead(exchange.head());
        exchange.end();
        client.ended(this, keep, readToEnd);
    }
}
