package dev.sluice.proxy.http;

import dev.sluice.proxy.http.wire.HeadLimits;
import dev.sluice.proxy.http.wire.HeadWriter;
import dev.sluice.proxy.http.wire.RequestEdits;
import dev.sluice.proxy.http.wire.RequestHead;
import dev.sluice.proxy.http.wire.ResponseEdits;
import dev.sluice.proxy.http.wire.ResponseHead;
import dev.sluice.proxy.http.wire.StaticAnswers;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.Loops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.ArrayDeque;

/**
 * What one loop needs for HTTP and uses again and again: heads, flows, writers. Owned by the loop.
 */
final class HttpLoop {
    /** How many of each are kept for the next request; more are left to the collector. */
    private static final int SPARE_MAX = 256;

    private static final int REQUEST_HEAD_BYTES = 1 << 10;

    private final Loop loop;
    private final ByteBufAllocator allocator;
    private final Connector connector;
    private final Violations violations;
    private final RequestLog log;
    private final HeadWriter headWriter = new HeadWriter();
    private final RequestEdits requestEdits = new RequestEdits();
    private final ResponseEdits responseEdits = new ResponseEdits();
    private final StaticAnswers answers = new StaticAnswers(InstantSource.system());
    private final RequestIds requestIds = new RequestIds();
    private final GzipBodies gzipBodies;
    private final ArrayDeque<RequestHead> requestHeads = new ArrayDeque<>();
    private final ArrayDeque<ResponseHead> responseHeads = new ArrayDeque<>();
    private final ArrayDeque<RequestFlow> flows = new ArrayDeque<>();

    HttpLoop(Loop loop, Loops loops, Connector connector, Violations violations, RequestLog log) {
        this.loop = loop;
        this.allocator = loops.allocator();
        this.gzipBodies = new GzipBodies(allocator);
        this.connector = connector;
        this.violations = violations;
        this.log = log;
    }

    Loop loop() {
        return loop;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    Connector connector() {
        return connector;
    }

    Violations violations() {
        return violations;
    }

    HeadWriter headWriter() {
        return headWriter;
    }

    ResponseEdits responseEdits() {
        return responseEdits;
    }

    StaticAnswers answers() {
        return answers;
    }

    GzipBodies gzipBodies() {
        return gzipBodies;
    }

    RequestLog log() {
        return log;
    }

    /**
     * Names a request in answers and logs: unique in the installation, made only where it is shown.
     */
    byte[] nextRequestId() {
        return requestIds.next();
    }

    RequestHead takeRequestHead() {
        RequestHead head = requestHeads.pollLast();
        return head == null ? new RequestHead(HeadLimits.DEFAULT) : head;
    }

    void giveRequestHead(RequestHead head) {
        if (requestHeads.size() < SPARE_MAX) {
            head.reset();
            requestHeads.addLast(head);
        }
    }

    ResponseHead takeResponseHead() {
        ResponseHead head = responseHeads.pollLast();
        return head == null ? new ResponseHead(HeadLimits.DEFAULT) : head;
    }

    void giveResponseHead(ResponseHead head) {
        if (responseHeads.size() < SPARE_MAX) {
            responseHeads.addLast(head);
        }
    }

    RequestFlow takeFlow() {
        RequestFlow flow = flows.pollLast();
        return flow == null ? new RequestFlow(this) : flow;
    }

    void giveFlow(RequestFlow flow) {
        if (flows.size() < SPARE_MAX) {
            flows.addLast(flow);
        }
    }

    /** Composes the head that the server gets. */
    ByteBuf writeRequestHead(Exchange exchange) {
        requestEdits.clear();
        requestEdits.passExpect();
        exchange.stickRequest(requestEdits);
        ByteBuf out = allocator.buffer(REQUEST_HEAD_BYTES);
        headWriter.request(
                exchange.head(),
                exchange.client().facts().forwarded(exchange.http()),
                requestEdits,
                out);
        return out;
    }
}
