package dev.sluice.proxy.table;

import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Histogram;
import dev.sluice.measure.Latency;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.loop.Loops;
import java.nio.charset.StandardCharsets;

/**
 * A listener while it exists. Connections hold on to it and read {@link #table} anew for each
 * request, so that a change takes effect on connections that are already open.
 */
public final class LiveListener {
    private final String id;
    private final String name;
    private final String loadBalancer;
    private final byte[] nameBytes;
    private final byte[] loadBalancerBytes;
    private final Admission admission = new Admission();
    private final Admission sharedAdmission;
    private final Admission processAdmission;
    private final LoopLocal<CounterRow> counters;
    private final LoopLocal<Histogram> requestLatency;
    private final LoopLocal<Histogram> upstreamLatency;
    private final LoopLocal<Histogram> connectLatency;
    private final LoopLocal<Histogram> handshakeLatency;
    private volatile ListenerTable table;
    private volatile boolean closing;

    /**
     * Makes it with its first table.
     *
     * @param sharedAdmission of its load balancer
     * @param processAdmission of all listeners
     */
    public LiveListener(
            ListenerTable table,
            Admission sharedAdmission,
            Admission processAdmission,
            Loops loops,
            Measure measure) {
        this.table = table;
        this.id = table.config().id();
        this.name = table.config().name();
        this.loadBalancer = table.config().loadBalancer();
        this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
        this.loadBalancerBytes = loadBalancer.getBytes(StandardCharsets.UTF_8);
        this.sharedAdmission = sharedAdmission;
        this.processAdmission = processAdmission;
        this.counters =
                new LoopLocal<>(loops, _ -> measure.row(Scope.LISTENER, loadBalancer, name));
        this.requestLatency = histogram(Latency.REQUEST, loops, measure);
        this.upstreamLatency = histogram(Latency.UPSTREAM, loops, measure);
        this.connectLatency = histogram(Latency.CONNECT, loops, measure);
        this.handshakeLatency = histogram(Latency.HANDSHAKE, loops, measure);
    }

    private LoopLocal<Histogram> histogram(Latency latency, Loops loops, Measure measure) {
        return new LoopLocal<>(loops, _ -> measure.histogram(latency, loadBalancer, name));
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String loadBalancer() {
        return loadBalancer;
    }

    /** The name as bytes for logs; not to be changed. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    /** The load balancer's name as bytes for logs; not to be changed. */
    public byte[] loadBalancerBytes() {
        return loadBalancerBytes;
    }

    /** The newest table. Read it once for each piece of work and pass it on. */
    public ListenerTable table() {
        return table;
    }

    public void publish(ListenerTable newest) {
        table = newest;
    }

    /**
     * Whether it takes no new work: removed, stopped, or the process is going down. Open
     * connections end when they may.
     */
    public boolean closing() {
        return closing;
    }

    public void beginClosing() {
        closing = true;
    }

    /**
     * Lets a connection or a session in by the limits of the listener, its load balancer and the
     * process. Counts it either way.
     *
     * @param mostOfProcess connections that the process has descriptors for
     */
    public boolean enter(Loop loop, int mostOfProcess) {
        var accept = table.config().accept();
        CounterRow row = counters.of(loop);
        if (!processAdmission.enter(mostOfProcess, 0)) {
            row.increment(Counter.LISTENER_CONNECTIONS_REFUSED);
            return false;
        }
        if (!sharedAdmission.enter(
                accept.sharedMaxConnections(), accept.sharedMaxConnectionRate())) {
            processAdmission.leave();
            row.increment(Counter.LISTENER_CONNECTIONS_REFUSED);
            return false;
        }
        if (!admission.enter(accept.maxConnections(), accept.maxConnectionRate())) {
            sharedAdmission.leave();
            processAdmission.leave();
            row.increment(Counter.LISTENER_CONNECTIONS_REFUSED);
            return false;
        }
        row.increment(Counter.LISTENER_CONNECTIONS);
        row.increment(Counter.LISTENER_ACTIVE);
        return true;
    }

    /** A connection or session that {@link #enter} let in has ended. */
    public void leave(Loop loop) {
        admission.leave();
        sharedAdmission.leave();
        processAdmission.leave();
        counters.of(loop).add(Counter.LISTENER_ACTIVE, -1);
    }

    /** Connections or sessions open now. */
    public int open() {
        return admission.open();
    }

    public CounterRow counters(Loop loop) {
        return counters.of(loop);
    }

    public Histogram requestLatency(Loop loop) {
        return requestLatency.of(loop);
    }

    public Histogram upstreamLatency(Loop loop) {
        return upstreamLatency.of(loop);
    }

    public Histogram connectLatency(Loop loop) {
        return connectLatency.of(loop);
    }

    public Histogram handshakeLatency(Loop loop) {
        return handshakeLatency.of(loop);
    }
}
