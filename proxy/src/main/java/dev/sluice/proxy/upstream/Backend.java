package dev.sluice.proxy.upstream;

import dev.sluice.balance.PeakEwma;
import dev.sluice.health.ServerHealth;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.node.GroupConfig.BackendTlsConfig;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.tls.BackendTls;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger nextAddress = new AtomicInteger();
    private volatile InetSocketAddress[] addresses;
    private final PeakEwma latency = new PeakEwma();
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
            LoopLocal<IdleConnections> idle) {
        this.key = key;
        this.health = health;
        this.counters = counters;
        this.idle = idle;
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

    /** Whether new work may go there: probes do not say otherwise, and its name is resolved. */
    public boolean usable() {
        return addresses.length > 0 && tlsProblem == null && health.usable();
    }

    /** Why it gets no work, or what the last probe said; null where there is nothing to say. */
    public @Nullable String cause() {
        return addresses.length == 0
                ? "name " + host() + " does not resolve"
                : health.state().cause();
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

    /** Takes one answer's latency into account. */
    public void observeLatency(long sampleNs, long nowNs) {
        latency.record(sampleNs / 1_000, nowNs);
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
