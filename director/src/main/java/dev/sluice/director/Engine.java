package dev.sluice.director;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.filter.FilterRules;
import dev.sluice.director.forward.AskedPacket;
import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.forward.ForwarderOptions;
import dev.sluice.director.forward.Owner;
import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.limit.CookieSecrets;
import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.FormerFlows;
import dev.sluice.director.session.LocalPorts;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.sync.WorkerSessions;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.Door;
import dev.sluice.director.worker.Port;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.director.worker.Workers;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.xdp.XskSocket;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What moves and decides in a director: the sockets of its ports, the workers, a forwarder for
 * each, and their sessions, which a process finds again that comes after. Any thread may have
 * forwarders use something else; the rest is for one thread at a time.
 */
final class Engine implements AutoCloseable {
    /** A worker that takes longer for one batch is dead. */
    private static final long SWAP_TIMEOUT_S = 10;

    private final List<Port> ports;
    private final List<SessionSlab> slabs = new ArrayList<>();
    private final List<Forwarder> forwarders = new ArrayList<>();
    private final Workers workers;
    private final SocketGauges gauges;
    private final LongSupplier nowMs;
    private volatile NextHops hops = NextHops.EMPTY;
    private volatile @Nullable WorkerSessions shared;
    private @Nullable FastPath fastPath;
    private volatile boolean started;

    /**
     * Takes all queues of all ports; nothing moves before {@link #start}.
     *
     * @param recomputeChecksums whether senders leave TCP and UDP checksums unfinished
     * @throws IOException when the sessions cannot be kept in their files
     */
    Engine(
            DirectorOptions options,
            List<Port> ports,
            boolean recomputeChecksums,
            LongSupplier nowMs,
            Measure measure)
            throws IOException {
        this.ports = List.copyOf(ports);
        this.nowMs = nowMs;
        WorkerSettings settings = options.workers().withWorkers(workers(options, ports));
        for (int worker = 0; worker < settings.workers(); worker++) {
            addForwarder(options, worker, settings.workers(), recomputeChecksums ? -1 : 0);
        }
        this.workers =
                Workers.open(
                        ports,
                        settings,
                        worker -> new CountedWork(forwarders.get(worker), measure),
                        nowMs,
                        measure);
        this.gauges = new SocketGauges(measure, this.ports, workers.sockets());
    }

    /** Sessions' owners are told by some bits of a hash, so workers are a power of two. */
    static int workers(DirectorOptions options, List<Port> ports) {
        int most = Math.min(Workers.count(ports, options.workers()), LocalPorts.CLASSES);
        return Integer.highestOneBit(most);
    }

    private void addForwarder(DirectorOptions options, int worker, int count, long recomputePorts)
            throws IOException {
        Files.createDirectories(options.stateFolder());
        Path file = options.stateFolder().resolve("sessions-" + worker + "-of-" + count);
        var slab = SessionSlab.inFile(file, options.sessionsMax() / count, options.boot());
        slabs.add(slab);
        var told =
                new ForwarderOptions(
                        worker,
                        count,
                        options.halfOpenMax() / count,
                        recomputePorts,
                        options.seed());
        forwarders.add(new Forwarder(told, slab, nowMs.getAsLong()));
    }

    /** Shares sessions with peers; before {@link #start}, and before the first table. */
    void share(WorkerSessions sessions) {
        shared = sessions;
        forwarders.forEach(forwarder -> forwarder.share(sessions));
    }

    /**
     * Has the kernel forward what it can by itself; before the first table, and after {@link
     * #share}.
     *
     * @param cache from now on the engine's to close
     */
    void offload(FlowCache cache) {
        fastPath = FastPath.begin(cache, ports, forwarders, workers);
    }

    List<Port> ports() {
        return ports;
    }

    Workers workers() {
        return workers;
    }

    /** The neighbours that are forwarded by now. */
    NextHops hops() {
        return hops;
    }

    /** A worker's forwarder; only for that worker's thread, see {@link Workers#between}. */
    Forwarder forwarder(int worker) {
        return forwarders.get(worker);
    }

    /**
     * Begins: the filter takes what the rules say and gives it to the sockets.
     *
     * @param failed hears of a worker that died
     */
    synchronized void start(Filter filter, FilterRules rules, Consumer<Throwable> failed) {
        filter.apply(rules);
        filter.detachOthers(ports.stream().map(Port::name).toList());
        for (Port port : ports) {
            attach(filter, port);
            try (BpfMap sockets = filter.sockets(port.name())) {
                for (XskSocket socket : workers.sockets()) {
                    if (socket.interfaceIndex() == port.takenBy()) {
                        sockets.put(socket.queue(), socket.fd());
                    }
                }
            }
        }
        endFormer(filter);
        FastPath fast = fastPath;
        if (fast != null) {
            fast.adopted();
        }
        started = true;
        workers.start(failed);
    }

    /** Programs are replaced: what they went by before and do not any more has done its work. */
    private void endFormer(Filter filter) {
        List<FormerFlows> former = filter.formerFlows();
        if (!former.isEmpty()) {
            FlowCache.awaitPrograms();
        }
        for (FormerFlows one : former) {
            try (one) {
                forwarders.forEach(forwarder -> forwarder.bringHome(one));
                one.remove();
            }
        }
        filter.forgetFlows();
        if (fastPath == null) {
            forwarders.forEach(Forwarder::forgetPlaces);
        }
    }

    private static void attach(Filter filter, Port port) {
        Door door = port.door();
        if (door != null) {
            filter.attachBehind(port.name(), port.index(), door.outer(), door.inner());
        } else {
            boolean natively = port.attachment() == Attachment.NATIVE;
            filter.attach(port.name(), port.index(), natively ? XdpMode.NATIVE : XdpMode.GENERIC);
        }
    }

    /** Has all forwarders use a table; returns when they do. */
    void use(ForwardingTable table) {
        swap(worker -> forwarders.get(worker).use(table));
        WorkerSessions sharing = shared;
        if (sharing != null) {
            sharing.tableChanged();
        }
    }

    /** Returns when nothing is forwarded any more but by the table and hops that are in use. */
    void awaitRevoked() {
        FastPath fast = fastPath;
        if (fast != null && started) {
            fast.awaitRevoked();
        }
    }

    /** Returns when nothing is forwarded any more by addresses that are not the director's now. */
    void awaitGivenUp() {
        if (started) {
            swap(worker -> forwarders.get(worker).elected());
        }
        awaitRevoked();
    }

    /** Has all forwarders make and take SYN cookies by secrets; returns when they do. */
    void use(CookieSecrets secrets) {
        swap(worker -> forwarders.get(worker).use(secrets));
    }

    /** Has all forwarders use a snapshot of neighbours; returns when they do. */
    void use(NextHops newest) {
        hops = newest;
        swap(worker -> forwarders.get(worker).use(newest));
    }

    /** Says what would become of a packet, by the worker that it belongs to. */
    Explanation.Answer explain(AskedPacket asked, ForwardingTable table) {
        int owner = Owner.of(table, asked, forwarders.size());
        return workers.ask(owner, () -> forwarders.get(owner).explain(asked, nowMs.getAsLong()));
    }

    /** How many sessions all workers have. */
    long sessions() {
        long all = 0;
        for (int worker = 0; worker < forwarders.size(); worker++) {
            Forwarder forwarder = forwarders.get(worker);
            all += workers.ask(worker, () -> forwarder.sessions().size());
        }
        return all;
    }

    /** Asks servers whether they answer for virtual addresses. */
    void ask(List<PathProbe> probes) {
        workers.between(0, () -> forwarders.getFirst().ask(probes));
    }

    private interface Swap {
        void at(int worker);
    }

    private synchronized void swap(Swap swap) {
        if (!started) {
            for (int worker = 0; worker < forwarders.size(); worker++) {
                swap.at(worker);
            }
            return;
        }
        CompletableFuture<Void> done = workers.between(worker -> () -> swap.at(worker));
        try {
            done.get(SWAP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a worker does not answer any more", e);
        }
    }

    /** Stops moving frames. The filter drops what is the director's until somebody comes. */
    @Override
    public void close() {
        gauges.close();
        workers.close();
        forwarders.forEach(Forwarder::close);
        FastPath fast = fastPath;
        if (fast != null) {
            fast.close();
        }
        for (SessionSlab slab : slabs) {
            try {
                slab.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close the sessions' file", e);
            }
        }
    }
}
