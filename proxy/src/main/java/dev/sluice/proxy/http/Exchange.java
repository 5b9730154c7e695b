package dev.sluice.proxy.http;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.StableHash;
import dev.sluice.measure.CounterRow;
import dev.sluice.proxy.http.wire.RequestEdits;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseEdits;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.Violation;
import dev.sluice.proxy.log.Termination;
import dev.sluice.proxy.table.HttpTable;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.upstream.Attempt;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.Stickiness;
import dev.sluice.proxy.upstream.Target;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request and its answer so far: what the phases hand on to each other, and what
 * the log says in the end. Used again; owned by its flow.
 */
final class Exchange {
    private static final String NO_RULE = "";

    private final StickySearch sticky = new StickySearch();
    private final ExchangeTimes times = new ExchangeTimes();
    private @Nullable ClientSide client;
    private @Nullable RequestHead head;
    private @Nullable ListenerTable table;
    private @Nullable HttpTable http;
    private @Nullable Target target;
    private @Nullable Backend backend;
    private byte @Nullable [] requestId;
    private boolean atServer;
    private boolean keepAlive;
    private String rule = NO_RULE;
    private int status;
    private int serverStatus;
    private int tries;
    private long bodyBytes;
    private Violation violation = Violation.NONE;
    private Termination termination = Termination.NONE;

    void begin(ClientSide from, RequestHead request, ListenerTable by, long atNs) {
        client = from;
        head = request;
        table = by;
        http = by.http();
        target = null;
        backend = null;
        requestId = null;
        atServer = false;
        keepAlive = false;
        rule = NO_RULE;
        status = 0;
        serverStatus = 0;
        tries = 0;
        bodyBytes = 0;
        violation = Violation.NONE;
        termination = Termination.NONE;
        times.begin(atNs);
        sticky.clear();
    }

    /** Lets go of everything. */
    void end() {
        client = null;
        head = null;
        table = null;
        http = null;
        target = null;
        backend = null;
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("known while a request is under way");
        }
        return value;
    }

    /** Names the request in answers and logs. */
    byte[] requestId() {
        byte[] made = requestId;
        if (made == null) {
            made = client().nextRequestId();
            requestId = made;
        }
        return made;
    }

    ExchangeTimes times() {
        return times;
    }

    // ---- the request

    ClientSide client() {
        return known(client);
    }

    RequestHead head() {
        return known(head);
    }

    ListenerTable table() {
        return known(table);
    }

    HttpTable http() {
        return known(http);
    }

    CounterRow counters() {
        return client().counters();
    }

    /** The name of the rule that took it; empty if none did. */
    String rule() {
        return rule;
    }

    void rule(String name) {
        rule = name;
    }

    void target(Target chosen) {
        target = chosen;
    }

    Target target() {
        return known(target);
    }

    // ---- the server

    Backend backend() {
        return known(backend);
    }

    @Nullable Backend backendOrNull() {
        return backend;
    }

    /** A server gets the request, for the first time or once more. */
    void enterServer(Backend chosen) {
        backend = chosen;
        atServer = true;
        tries++;
        chosen.active().incrementAndGet();
    }

    /** The request is not at a server any more; harmless when it was not. */
    void leaveServer() {
        if (atServer) {
            atServer = false;
            backend().active().decrementAndGet();
        }
    }

    int tries() {
        return tries;
    }

    /** The server a cookie asks for, if it may be chosen, or {@link Scheduler#NONE}. */
    int stickyServer(Attempt attempt) {
        Stickiness by = target().stickiness();
        return by == null ? Scheduler.NONE : sticky.server(by, head(), attempt);
    }

    /** Changes the request's cookie as stickiness wants it. */
    void stickRequest(RequestEdits edits) {
        sticky.editRequest(edits);
    }

    /** Changes the answer's cookie as stickiness wants it. */
    void stickAnswer(ResponseHead answer, int server, ResponseEdits edits) {
        Stickiness by = target().stickiness();
        if (by != null) {
            sticky.editAnswer(by, answer, server, edits);
        }
    }

    /** Of client and listener, for schedulers that spread by connection. */
    long fourTupleHash() {
        var from = client().address();
        var to = (InetSocketAddress) client().channel().localAddress();
        return StableHash.fourTuple(
                from.address().getAddress(),
                from.port(),
                to.getAddress().getAddress(),
                to.getPort());
    }

    // ---- the answer

    /** Whether the client's connection stays open. */
    boolean keepAlive() {
        return keepAlive;
    }

    void keepAlive(boolean keep) {
        keepAlive = keep;
    }

    /** The server answered. */
    void answered(int by) {
        status = by;
        serverStatus = by;
        times.answered();
    }

    /** The proxy answered by itself. */
    void answeredOurselves(int by) {
        status = by;
    }

    /** The status the client got; 0 if it got none. */
    int status() {
        return status;
    }

    /** The status the server gave; 0 if it gave none. */
    int serverStatus() {
        return serverStatus;
    }

    void bodySent(long bytes) {
        bodyBytes += bytes;
    }

    /** Bytes of body to the client, without framing. */
    long bodyBytes() {
        return bodyBytes;
    }

    Violation violation() {
        return violation;
    }

    void violation(Violation broken) {
        violation = broken;
    }

    /** Why it ended as it did. */
    Termination termination() {
        return termination;
    }

    void termination(Termination why) {
        termination = why;
    }
}
