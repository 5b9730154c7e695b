package dev.sluice.director;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.forward.AskedPacket;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.warm.WarmUp;
import dev.sluice.director.worker.Door;
import dev.sluice.health.HealthChecks;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Acknowledgement.Refusal;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The director role: takes configurations, forwards packets by them, reports.
 *
 * <p>{@link #apply} builds the table aside, has every worker swap it in between two batches, and
 * then tells the filter what to take. Its first configuration says which interfaces to take frames
 * from. Any thread may call; changes are made one at a time.
 *
 * <p>When it closes or dies, filter, blackhole routes and sessions stay: what comes for it is
 * dropped in silence until the next process goes on. {@link #release} gives everything back.
 */
public final class Director implements Node, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Director.class);

    /** How soon servers' names are followed, and servers forgotten that left. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final DirectorOptions options;
    private final Measure measure;
    private final BooleanSupplier ready;
    private final Consumer<Throwable> failed;
    private final HealthNews health;
    private final Report report;
    private final Netlink kernel;
    private final Filter filter;
    private final LookAgain onlooker;
    private volatile @Nullable Running running;

    private Director(
            DirectorOptions options,
            Measure measure,
            BooleanSupplier ready,
            Consumer<Throwable> failed) {
        this.options = options;
        this.measure = measure;
        this.ready = ready;
        this.failed = failed;
        var checks =
                new HealthChecks(
                        InetAddress::getByName,
                        InstantSource.system(),
                        measure,
                        new SplittableRandom(options.seed()));
        this.health = new HealthNews(checks, Director::nowMs);
        this.report = new Report(measure, checks);
        this.kernel = Netlink.open();
        this.filter = Filter.open(folder(options));
        this.onlooker = new LookAgain(LOOK_EVERY, this::lookAgain);
    }

    /**
     * Opens what a process before has left; nothing is forwarded before the first {@link #apply}.
     *
     * @param failed hears of a worker that died: the process must end then
     */
    public static Director open(
            DirectorOptions options, Measure measure, Consumer<Throwable> failed) {
        return open(options, measure, () -> true, failed);
    }

    /**
     * The same.
     *
     * @param ready whether it forwards as fast as it ever will: before that it takes nothing from
     *     others who live
     */
    public static Director open(
            DirectorOptions options,
            Measure measure,
            BooleanSupplier ready,
            Consumer<Throwable> failed) {
        return new Director(options, measure, ready, failed);
    }

    /**
     * Has what forwards compiled before anybody waits for it.
     *
     * @param offloads whether the kernel is to forward sessions by itself
     * @param ended hears that it is over, some seconds later
     * @return whether what matters most is, or has had its time
     */
    public static BooleanSupplier warmUp(boolean offloads, Runnable ended) {
        return WarmUp.begin(
                Thread.ofPlatform().name("warm-up").daemon().factory(),
                offloads,
                CountedWork::new,
                ended);
    }

    /** Takes away what outlives the process: from now on the kernel gets all frames. */
    public static void release(DirectorOptions options) {
        BpfFolder folder = folder(options);
        List<Integer> doors = Filter.doors(folder);
        Filter.remove(folder);
        try (Netlink kernel = Netlink.open()) {
            Door.removeOthers(kernel, doors, List.of());
        }
    }

    private static BpfFolder folder(DirectorOptions options) {
        return BpfFolder.open(options.bpfRoot(), "sluice/" + options.name());
    }

    /** The clock of sessions: the machine's, the same for every process of one boot. */
    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public synchronized Acknowledgement apply(NodeConfig config) {
        DirectorConfig own = own(config);
        if (own == null) {
            return refusal(
                    config,
                    "UnknownDirector",
                    "the configuration has no director named " + options.name());
        }
        try {
            return apply(config, own);
        } catch (Interfaces.Unusable | KernelException | IOException unusable) {
            LOG.warn("revision {} is not served: {}", config.revision(), unusable.getMessage());
            return refusal(config, "InterfaceUnusable", String.valueOf(unusable.getMessage()));
        }
    }

    private Acknowledgement apply(NodeConfig config, DirectorConfig own)
            throws Interfaces.Unusable, IOException {
        Running before = running;
        if (before == null) {
            begin(config, own);
        } else if (before.interfaces().equals(own.interfaces())) {
            before.prepare(config, own);
            before.serve(config);
        } else {
            return refusal(
                    config,
                    "InterfacesChanged",
                    "takes frames from "
                            + before.interfaces()
                            + "; restart it to take them from "
                            + own.interfaces());
        }
        Running now = running;
        return new Acknowledgement(config.revision(), now == null ? List.of() : now.refusals());
    }

    /** What could not begin holds no queues: the next configuration tries again. */
    private void begin(NodeConfig config, DirectorConfig own)
            throws Interfaces.Unusable, IOException {
        var begun = new Running(options, own, kernel, filter, health, measure, ready, failed);
        try {
            begun.prepare(config, own);
            begun.start(config, own, failed);
            running = begun;
        } finally {
            if (running == null) {
                begun.close();
            }
        }
    }

    private synchronized void lookAgain() {
        Running now = running;
        if (now != null) {
            now.lookAgain();
        }
    }

    /** All tables as text; empty before the first configuration. */
    public String dump() {
        Running now = running;
        return now == null ? "" : now.dump();
    }

    private @Nullable DirectorConfig own(NodeConfig config) {
        return config.resources().values().stream()
                .filter(DirectorConfig.class::isInstance)
                .map(DirectorConfig.class::cast)
                .filter(director -> director.name().equals(options.name()))
                .findAny()
                .orElse(null);
    }

    private Acknowledgement refusal(NodeConfig config, String reason, String message) {
        DirectorConfig own = own(config);
        String key = own == null ? "director/" + options.name() : own.key();
        return new Acknowledgement(config.revision(), List.of(new Refusal(key, reason, message)));
    }

    @Override
    public NodeReport report() {
        Running now = running;
        return report.of(
                options.name(),
                now == null ? ForwardingTable.EMPTY : now.table(),
                now == null ? null : now.paths(),
                now == null ? null : now.cluster(),
                now == null ? null : now.offload(),
                System.currentTimeMillis());
    }

    @Override
    public Explanation explain(Question question) {
        Running now = running;
        if (now == null || !(question instanceof PacketQuestion packet)) {
            return new Explanation(List.of());
        }
        return new Explanation(
                AskedPacket.of(packet).map(now::explain).map(List::of).orElse(List.of()));
    }

    /** Stops forwarding. Filter, routes and sessions stay for the process that comes after. */
    @Override
    public synchronized void close() {
        onlooker.close();
        health.close();
        Running now = running;
        if (now != null) {
            now.close();
            running = null;
        }
        filter.close();
        kernel.close();
    }
}
