package dev.sluice.director.table;

import dev.sluice.director.limit.Admission;
import dev.sluice.director.limit.Limits;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.SynProxyMode;
import dev.sluice.model.TunnelKind;
import dev.sluice.model.node.ForwardConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.StreamConfig;
import org.jspecify.annotations.Nullable;

/**
 * A listener as one table has it: what a packet for it needs, in fields that the hot path reads
 * without looking anything up. Immutable; the same object in the next table if nothing about it
 * changed.
 */
public final class ForwardedListener {
    public static final int TCP = 6;
    public static final int UDP = 17;

    /** Stands for no timeout: sessions are not kept for ever. */
    private static final int IDLE_MAX_MS = 7 * 24 * 3_600_000;

    private static final StreamConfig NO_STREAM =
            new StreamConfig(5_000, 900_000, 0, 0, ClientAddressMode.NONE);
    private static final ForwardConfig NO_FORWARD =
            new ForwardConfig(Forwarding.FULLNAT, TunnelKind.IPIP, SynProxyMode.OFF, 0, 0);

    private final LiveListener live;
    private final ListenerConfig config;
    private final Address address;
    private final int protocol;
    private final StreamConfig stream;
    private final ForwardConfig forward;
    private final int idleMs;
    private final @Nullable TargetServers target;
    private final @Nullable AddressSet accessList;
    private final long targetSinceMs;
    private final Admission admission;

    ForwardedListener(
            LiveListener live,
            ListenerConfig config,
            Address address,
            @Nullable TargetServers target,
            @Nullable AddressSet accessList,
            long targetSinceMs) {
        this.live = live;
        this.config = config;
        this.address = address;
        this.protocol = config.protocol() == Protocol.UDP ? UDP : TCP;
        this.stream = config.stream() == null ? NO_STREAM : config.stream();
        long idle = stream.idleTimeoutMs();
        this.idleMs = idle <= 0 || idle > IDLE_MAX_MS ? IDLE_MAX_MS : (int) idle;
        this.forward = config.forward() == null ? NO_FORWARD : config.forward();
        this.target = target;
        this.accessList = accessList;
        this.targetSinceMs = targetSinceMs;
        this.admission =
                new Admission(own(config), live.usage(), balancers(config), live.balancer());
    }

    private static Limits own(ListenerConfig config) {
        ForwardConfig forward = config.forward();
        return new Limits(
                config.accept().maxConnections(),
                config.accept().maxConnectionRate(),
                forward == null ? 0 : forward.bandwidthBps());
    }

    private static Limits balancers(ListenerConfig config) {
        ForwardConfig forward = config.forward();
        return new Limits(
                config.accept().sharedMaxConnections(),
                config.accept().sharedMaxConnectionRate(),
                forward == null ? 0 : forward.sharedBandwidthBps());
    }

    /** By which sessions name it, the same in every table; never 0. */
    public int number() {
        return live.number();
    }

    /** What of it outlives tables. */
    public LiveListener live() {
        return live;
    }

    public String id() {
        return config.id();
    }

    public String name() {
        return config.name();
    }

    public ListenerConfig config() {
        return config;
    }

    /** Upper half of the virtual address. */
    public long high() {
        return address.high();
    }

    /** Lower half of the virtual address. */
    public long low() {
        return address.low();
    }

    /** {@link #TCP} or {@link #UDP}. */
    public int protocol() {
        return protocol;
    }

    public int port() {
        return config.port();
    }

    public Forwarding method() {
        return forward.method();
    }

    /** How packets reach the servers, and how fast. */
    public ForwardConfig forward() {
        return forward;
    }

    /** Whether handshakes are done here first; never where answers of servers are not seen. */
    public SynProxyMode synProxy() {
        boolean sees = method() == Forwarding.FULLNAT || method() == Forwarding.NAT;
        return sees && protocol == TCP ? forward.synProxy() : SynProxyMode.OFF;
    }

    /** Timeouts, drain, and how servers learn the client's address. */
    public StreamConfig stream() {
        return stream;
    }

    /** How long an established connection, or an answered UDP session, may be silent. */
    public int idleMs() {
        return idleMs;
    }

    /** How much of it is let in. */
    public Admission admission() {
        return admission;
    }

    /** Where its traffic goes; null where there is nowhere. */
    public @Nullable TargetServers target() {
        return target;
    }

    /** Since when its traffic goes to this group. */
    public long targetSinceMs() {
        return targetSinceMs;
    }

    /** Whether the access list lets this client in. */
    public boolean admits(long clientHigh, long clientLow) {
        return accessList == null
                || accessList.contains(clientHigh, clientLow) == config.accept().allow();
    }

    @Nullable AddressSet accessList() {
        return accessList;
    }
}
