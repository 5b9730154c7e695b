package dev.sluice.proxy.upstream;

import dev.sluice.balance.PeakEwma;
import dev.sluice.balance.Servers;
import dev.sluice.balance.SlowStart;
import dev.sluice.health.ServerHealth;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.model.node.NodeReport.Health;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.tls.BackendTls;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One server of one group. It lives as long as any configuration names it, so that its counts, its
 * health and its idle connections outlive changes of weight.
 *
 * <p>{@link #active}, {@link #latencyUs} and the addresses are shared by all loops; the idle
 * connections and the counter row belong to a loop each.
 */
public final class Backend {
    private final Key key;
    private final ServerHealth health;
    private final LoopLocal<CounterRow> counters;
    private final LoopLocal<IdleConnections> idle;
    private final Events events;
    private final Conduct conduct;
    private volatile long slowStartMs;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger nextAddress = new AtomicInteger();
    private volatile InetSocketAddress[] addresses;
    private final PeakEwma latency = new PeakEwma();
    private final SlowStart slowStart = new SlowStart();
    private final byte[] endpointBytes;
    private volatile boolean retired;
    private volatile @Nullable BackendTls tls;
    private volatile @Nullable String tlsProblem;

    /** Two servers with equal keys are the same server. */
    record Key(String group, ServerConfigKey server, @Nullable BackendTlsConfig tls) {}

    /** A server without its weight. */
    record ServerConfigKey(String address, int port) {
        static ServerConfigKey of(ServerConfig server) {
            return new ServerConfigKey(server.address(), server.port());
        }
    }

    Backend(
            Key key,
            ServerHealth health,
            LoopLocal<CounterRow> counters,
            LoopLocal<IdleConnections> idle,
            Events events,
            int loops) {
        this.key = key;
        this.health = health;
        this.counters = counters;
        this.idle = idle;
        this.events = events;
        this.conduct = new Conduct(loops, new Consequences());
        this.addresses = new InetSocketAddress[0];
        this.endpointBytes = endpoint().getBytes(StandardCharsets.UTF_8);
    }

    /** The group's id, as in {@link dev.sluice.model.node.GroupConfig}. */
    public String group() {
        return key.group;
    }

    /** The address as users write it: a literal or a name. */
    public String host() {
        return key.server.address();
    }

    public int port() {
        return key.server.port();
    }

    /** Address and port as users write them. */
    public String endpoint() {
        return new ServerConfig(host(), port(), 0).endpoint();
    }

    /** The endpoint as bytes for logs; not to be changed. */
    public byte[] endpointBytes() {
        return endpointBytes;
    }

    /** Whether TLS is spoken to this server. */
    public boolean secure() {
        return key.tls != null;
    }

    /** TLS to this server as the newest configuration has it; null speaks plainly. */
    public @Nullable BackendTls tls() {
        return tls;
    }

    /**
     * Speaks TLS like this from now on.
     *
     * @param problem why it cannot be spoken: the server then gets no work
     */
    void tls(@Nullable BackendTls newest, @Nullable String problem) {
        tls = newest;
        tlsProblem = problem;
    }

    public ServerHealth health() {
        return health;
    }

    /** What follows from how it answers. */
    private final class Consequences implements Conduct.Consequences {
        @Override
        public void ejected() {
            events.increment(Counter.SERVER_EJECTIONS);
        }

        @Override
        public void withheld() {
            events.increment(Counter.SERVER_EJECTIONS_WITHHELD);
        }

        @Override
        public void back() {
            startSlowly();
        }
    }

    /** Whether new work may go there: nothing says otherwise, and its name is resolved. */
    public boolean usable() {
        return addresses.length > 0
                && tlsProblem == null
                && health.usable()
                && conduct.admits(active.get());
    }

    /** How it answers. */
    Conduct conduct() {
        return conduct;
    }

    /** Whether it may get work, which its own answers decide beside probes; for reports. */
    public Health standing() {
        return conduct.standing() == Conduct.Standing.EJECTED
                ? Health.ABNORMAL
                : health.state().health();
    }

    /** Why it gets no work, or less; null where there is nothing to say. */
    public @Nullable String cause() {
        if (addresses.length == 0) {
            return "name " + host() + " does not resolve";
        }
        String own = health.usable() ? ownCause() : null;
        return own == null ? health.state().cause() : own;
    }

    /** What keeps work from it beside probes. */
    private @Nullable String ownCause() {
        String ejected = conduct.cause();
        if (ejected != null) {
            return ejected;
        }
        int share = share();
        return share < Servers.FULL
                ? "starts slowly: " + share * 100 / Servers.FULL + " % of its share"
                : null;
    }

    /** Which part of its share of work it may get now, of {@link Servers#FULL}. */
    public int share() {
        return slowStart.underWay() ? slowStart.share(System.nanoTime()) : Servers.FULL;
    }

    /** How long it takes to get its whole share from the next time on that it is back. */
    void slowStartMs(long lengthMs) {
        slowStartMs = lengthMs;
    }

    /** It is new to its group, or back: gives it work little by little. */
    void startSlowly() {
        long lengthMs = slowStartMs;
        slowStart.begin(TimeUnit.MILLISECONDS.toNanos(lengthMs), System.nanoTime());
        if (lengthMs > 0) {
            events.increment(Counter.SERVER_SLOW_STARTS);
        }
    }

    /** Requests, connections or sessions it is working on, over all loops. */
    public AtomicInteger active() {
        return active;
    }

    /**
     * Its latency in microseconds, peaks first; 0 while unknown.
     *
     * @param nowNs {@link System#nanoTime}
     */
    public long latencyUs(long nowNs) {
        return latency.valueUs(nowNs);
    }

    /** It gave an HTTP answer, for which its latency counts and whether it is one of failure. */
    public void answered(Loop loop, int status, long latencyNs, long nowNs) {
        latency.record(latencyNs / 1_000, nowNs);
        conduct.answered(loop.index(), latencyNs);
        if (conduct.isFailure(status)) {
            conduct.failed(loop.index());
        } else {
            conduct.succeeded(loop.index());
        }
    }

    /** It took a connection that bytes are relayed on. */
    public void tookConnection(Loop loop) {
        conduct.succeeded(loop.index());
    }

    /** It could not be connected to, or gave no whole answer. */
    public void failed(Loop loop) {
        conduct.failed(loop.index());
    }

    public CounterRow counters(Loop loop) {
        return counters.of(loop);
    }

    public IdleConnections idle(Loop loop) {
        return idle.of(loop);
    }

    /** The next of its addresses. Only while {@link #usable()}. */
    public InetSocketAddress nextAddress() {
        InetSocketAddress[] now = addresses;
        return now.length == 1
                ? now[0]
                : now[Math.floorMod(nextAddress.getAndIncrement(), now.length)];
    }

    /** Its addresses now; empty while its name does not resolve. */
    InetSocketAddress[] addresses() {
        return addresses;
    }

    void addresses(InetSocketAddress[] resolved) {
        addresses = resolved;
    }

    /** Whether no configuration names it any more. */
    public boolean retired() {
        return retired;
    }

    void retire() {
        retired = true;
    }
}
