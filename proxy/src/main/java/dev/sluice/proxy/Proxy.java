package dev.sluice.proxy;

import dev.sluice.health.HealthChecks;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.Question;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.proxy.http.HttpEngine;
import dev.sluice.proxy.listen.Listeners;
import dev.sluice.proxy.listen.Pipelines;
import dev.sluice.proxy.listen.PortOpener;
import dev.sluice.proxy.listen.WildcardPorts;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.stream.TcpRelays;
import dev.sluice.proxy.table.ListenerTable;
import dev.sluice.proxy.table.TableBuilder;
import dev.sluice.proxy.tls.BackendTlsContexts;
import dev.sluice.proxy.tls.FileKeySource;
import dev.sluice.proxy.tls.TlsContexts;
import dev.sluice.proxy.upstream.Upstreams;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The proxy role: takes configurations, serves them, reports.
 *
 * <p>{@link #apply} builds all tables aside, swaps them in listener by listener, and lets go of
 * what nothing names any more. Any thread may call; changes are applied one at a time.
 */
public final class Proxy implements Node, AutoCloseable {
    private static final Duration TICKET_LIFE = Duration.ofHours(1);

    private final ProxyOptions options;
    private final Loops loops;
    private final Upstreams upstreams;
    private final HttpEngine http;
    private final Listeners listeners;
    private final TableBuilder tables;
    private final TlsContexts tls;
    private final Thread ticketRotation;
    private volatile NodeConfig config = NodeConfig.EMPTY;

    private Proxy(ProxyOptions options, Measure measure) throws IOException {
        var keys = new FileKeySource(options.keysFolder());
        this.options = options;
        this.loops = Loops.start(options.transport(), options.loops());
        this.tls = new TlsContexts(keys, new SecureRandom(), measure);
        this.upstreams =
                new Upstreams(
                        loops,
                        measure,
                        new HealthChecks(
                                InetAddress::getByName,
                                InstantSource.system(),
                                measure,
                                new SplittableRandom()),
                        new BackendTlsContexts(keys));
        this.http = new HttpEngine(loops, measure, options.accessLog());
        var opener =
                new PortOpener(
                        loops, new Pipelines(http, new TcpRelays(loops), options.connectionsMax()));
        this.listeners =
                new Listeners(
                        loops,
                        measure,
                        options.virtualAddresses() == null ? opener : new WildcardPorts(opener));
        this.tables = new TableBuilder(upstreams, tls);
        this.ticketRotation = Thread.ofVirtual().name("ticket-rotation").start(this::rotateTickets);
    }

    /**
     * Starts loops; nothing listens before the first {@link #apply}.
     *
     * @throws IOException with a sentence that names the access log, when it cannot be written
     */
    public static Proxy start(ProxyOptions options, Measure measure) throws IOException {
        return new Proxy(options, measure);
    }

    private void rotateTickets() {
        try {
            while (true) {
                Thread.sleep(TICKET_LIFE);
                tls.rotateTickets();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public synchronized Acknowledgement apply(NodeConfig newest) {
        upstreams.build(newest);
        Map<String, ListenerTable> built = tables.build(newest);
        var refusals = new ArrayList<Refusal>(listeners.apply(built));
        takeAddresses(built, refusals);
        refusals.addAll(tables.refusals());
        refusals.addAll(upstreams.refusals());
        tables.retireUnused();
        upstreams.retireUnused();
        config = newest;
        return new Acknowledgement(newest.revision(), refusals);
    }

    /** Packets are taken once there is a socket for them. */
    private void takeAddresses(Map<String, ListenerTable> served, List<Refusal> refusals) {
        VirtualAddresses virtual = options.virtualAddresses();
        if (virtual == null) {
            return;
        }
        var wanted = new HashSet<InetAddress>();
        for (ListenerTable table : served.values()) {
            wanted.add(InetAddress.ofLiteral(table.config().address()));
        }
        Map<InetAddress, String> failed = virtual.take(wanted);
        for (ListenerTable table : served.values()) {
            String why = failed.get(InetAddress.ofLiteral(table.config().address()));
            if (why != null) {
                refusals.add(new Refusal(table.config().key(), "AddressNotTaken", why));
            }
        }
    }

    @Override
    public NodeReport report() {
        return new NodeReport(
                options.name(),
                "proxy",
                config.revision(),
                System.currentTimeMillis(),
                listeners.report(),
                upstreams.report());
    }

    @Override
    public Explanation explain(Question question) {
        return switch (question) {
            case RequestQuestion request -> Explainer.explain(listeners.live(), request);
            case PacketQuestion _ -> new Explanation(List.of());
        };
    }

    /**
     * Takes nothing new, lets what is open end, and returns when all has ended or the time is up.
     *
     * @return whether everything ended
     */
    public boolean drain(Duration grace) {
        synchronized (this) {
            listeners.beginClosing();
        }
        long untilNs = System.nanoTime() + grace.toNanos();
        while (listeners.connections() > 0) {
            if (System.nanoTime() - untilNs > 0) {
                return false;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    /** Closes ports and connections at once, and gives back keys and contexts. */
    @Override
    public void close() {
        apply(new NodeConfig(config.revision(), Map.of()));
        ticketRotation.interrupt();
        upstreams.close();
        http.close();
        loops.close();
    }
}
