package dev.sluice.director;

import dev.sluice.director.own.speak.Ownership;
import dev.sluice.director.own.speak.VrrpSpeaker;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.worker.Workers;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.unit.Network;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which virtual addresses are this director's at present: all that it may have, or, where it has
 * virtual routers, those of which it is master. What the speaker's thread decides is carried out by
 * a thread of its own, so that advertisements never wait for workers.
 */
final class OwnedAddresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedAddresses.class);

    private final Workers workers;
    private final Runnable carryOut;
    private final SharedSessions shared;
    private final Measure measure;
    private final Consumer<Throwable> failed;
    private final ExecutorService hand =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("own-addresses").daemon().factory());
    private volatile Set<Address> owned = Set.of();
    private volatile Set<Network> networks = Set.of();
    private volatile @Nullable VrrpSpeaker speaker;
    private @Nullable WorkerPulse pulse;
    private List<String> silent = List.of();

    /**
     * @param carryOut has all use what {@link #of} says from then on
     * @param shared the sessions of other directors, that a live master is preempted with
     * @param failed hears of what cannot be: the process must end then
     */
    OwnedAddresses(
            Workers workers,
            Runnable carryOut,
            SharedSessions shared,
            Measure measure,
            Consumer<Throwable> failed) {
        this.workers = workers;
        this.carryOut = carryOut;
        this.shared = shared;
        this.measure = measure;
        this.failed = failed;
    }

    /** A table with the addresses that are owned at present. */
    ForwardingTable of(ForwardingTable built) {
        DirectorConfig director = built.director();
        boolean elected = director != null && !director.virtualRouters().isEmpty();
        return elected ? built.owning(owned, networks) : built;
    }

    /** Speaks for a director's virtual routers from now on, from the interfaces' own addresses. */
    void elect(@Nullable DirectorConfig director, Netlink kernel) {
        var routers = SpokenRouters.of(director, kernel);
        if (!routers.silent().equals(silent)) {
            silent = routers.silent();
            silent.forEach(LOG::warn);
        }
        List<VirtualRouterSettings> settings = routers.settings();
        VrrpSpeaker speaking = speaker;
        if (speaking == null && !settings.isEmpty()) {
            speaking = begin();
        }
        if (speaking != null) {
            speaking.use(settings);
        }
    }

    /** How it stands with each virtual router. */
    List<Standing> standings() {
        VrrpSpeaker speaking = speaker;
        return speaking == null ? List.of() : speaking.standings();
    }

    private VrrpSpeaker begin() {
        VrrpSpeaker begun = VrrpSpeaker.start(new Changes(), shared::isComplete, measure, failed);
        speaker = begun;
        pulse = new WorkerPulse(workers, works -> begun.tracked(SpokenRouters.WORKERS, works));
        return begun;
    }

    /** What the speaker's thread says. */
    private final class Changes implements Ownership {
        @Override
        public void owned(Set<Address> addresses, Set<Network> localNetworks) {
            owned = addresses;
            networks = localNetworks;
            hand.execute(OwnedAddresses.this::change);
        }

        @Override
        public void resync() {
            shared.resync();
        }
    }

    private void change() {
        try {
            carryOut.run();
            VrrpSpeaker speaking = speaker;
            if (speaking != null) {
                speaking.announce();
            }
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    /** Says goodbye; what is forwarded goes on until its end. */
    @Override
    public void close() {
        WorkerPulse felt = pulse;
        if (felt != null) {
            felt.close();
        }
        VrrpSpeaker speaking = speaker;
        if (speaking != null) {
            speaking.close();
        }
        hand.close();
    }
}
