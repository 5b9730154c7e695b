package dev.sluice.director;

import dev.sluice.director.filter.FilterRules;
import dev.sluice.director.own.Progress;
import dev.sluice.director.own.speak.Ownership;
import dev.sluice.director.own.speak.VrrpSpeaker;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.worker.Workers;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.unit.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which virtual addresses are this director's at present: all that it may have, or, where it has
 * virtual routers, those of which it is master. What the speaker's thread decides is carried out by
 * a thread of its own, so that advertisements never wait for workers.
 *
 * <p>Frames for an address that was given up are taken for a while longer, without answering for
 * it: some were on their way, and who sent them may not have heard yet. What came while the
 * director stood still is discarded: its senders have been told otherwise since.
 */
final class OwnedAddresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedAddresses.class);

    /** Who was told by a gratuitous ARP that was lost is told again within a second. */
    private static final long LINGER_MS = 5_000;

    /** Below what speaks with other directors. */
    private static final int REALTIME_PRIORITY = 10;

    private final Workers workers;
    private final Runnable carryOut;
    private final SharedSessions shared;
    private final BooleanSupplier joinable;
    private final Measure measure;
    private final Consumer<Throwable> failed;
    private final ScheduledThreadPoolExecutor hand =
            new ScheduledThreadPoolExecutor(1, OwnedAddresses::prompt);
    private volatile Set<Address> owned = Set.of();
    private volatile Set<Network> networks = Set.of();

    private final GivenUp<Address> givenUp = new GivenUp<>(Director::nowMs, LINGER_MS);
    private final GivenUp<Network> givenUpNetworks = new GivenUp<>(Director::nowMs, LINGER_MS);
    private volatile Set<Address> takenAddresses = Set.of();
    private volatile Set<Network> takenNetworks = Set.of();
    private volatile boolean drained;
    private volatile @Nullable VrrpSpeaker speaker;
    private @Nullable WorkerPulse pulse;
    private List<String> silent = List.of();

    private final AtomicBoolean isDue = new AtomicBoolean();

    /**
     * @param carryOut has all use what {@link #of} says from then on
     * @param shared the sessions of other directors
     * @param joinable whether all is here that a live master is preempted with
     * @param failed hears of what cannot be: the process must end then
     */
    OwnedAddresses(
            Workers workers,
            Runnable carryOut,
            SharedSessions shared,
            BooleanSupplier joinable,
            Measure measure,
            Consumer<Throwable> failed) {
        this.workers = workers;
        this.carryOut = carryOut;
        this.shared = shared;
        this.joinable = joinable;
        this.measure = measure;
        this.failed = failed;
        hand.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Who takes over does so while all that was waiting wants the processors. */
    private static Thread prompt(Runnable work) {
        return Thread.ofPlatform()
                .name("own-addresses")
                .daemon()
                .unstarted(() -> {
                    ThreadSchedule.realtime(REALTIME_PRIORITY);
                    work.run();
                });
    }

    /** A table with the addresses that are owned at present. */
    ForwardingTable of(ForwardingTable built) {
        return isElected(built) ? built.owning(owned, networks) : built;
    }

    private static boolean isElected(ForwardingTable built) {
        DirectorConfig director = built.director();
        return director != null && !director.virtualRouters().isEmpty();
    }

    /** What of the frames is to be taken, given what would be for a table. */
    FilterRules taken(ForwardingTable built, Function<ForwardingTable, FilterRules> rules) {
        Set<Address> longer = givenUp.all();
        if (!isElected(built)) {
            return rules.apply(built);
        }
        var unanswered = new HashSet<>(longer);
        unanswered.removeAll(owned);
        return rules.apply(built.owning(both(owned, longer), both(networks, givenUpNetworks.all())))
                .unanswered(unanswered);
    }

    /**
     * The MACs of virtual routers that are mastered now, by the port's number. Unlike addresses
     * they are given up at once: a switch that has not learned yet where one went sends what is for
     * it to both.
     */
    Map<Integer, Set<Long>> virtualMacs(ForwardingTable built) {
        return built.virtualMacs().with(owned);
    }

    private static <T> Set<T> both(Set<T> some, Set<T> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /**
     * Gives addresses away, and takes no more until {@link #serve}.
     *
     * @param networksToo whether local networks too
     */
    void drain(boolean networksToo) {
        drained = true;
        VrrpSpeaker speaking = speaker;
        if (speaking != null) {
            speaking.drain(networksToo);
        }
    }

    /** Takes part again. */
    void serve() {
        drained = false;
        VrrpSpeaker speaking = speaker;
        if (speaking != null) {
            speaking.serve();
        }
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
        VrrpSpeaker begun = VrrpSpeaker.start(new Changes(), joinable, measure, failed);
        speaker = begun;
        if (drained) {
            begun.drain(true);
        }
        var progress =
                new Progress(
                        workers.size(), workers::rounds, Director::nowMs, WorkerPulse.PATIENCE_MS);
        pulse = new WorkerPulse(progress, works -> begun.tracked(SpokenRouters.WORKERS, works));
        return begun;
    }

    /** What the speaker's thread says. */
    private final class Changes implements Ownership {
        @Override
        public void owned(Set<Address> addresses, Set<Network> localNetworks) {
            owned = addresses;
            networks = localNetworks;
            // Several virtual routers change at once: what is carried out is the newest of all.
            if (isDue.compareAndSet(false, true)) {
                long decidedMs = Director.nowMs();
                hand.execute(() -> change(decidedMs));
            }
        }

        @Override
        public boolean takes(List<Address> addresses, List<Network> localNetworks) {
            return takenAddresses.containsAll(addresses)
                    && takenNetworks.containsAll(localNetworks);
        }

        @Override
        public void resync() {
            workers.discard();
            shared.resync();
        }
    }

    private void change(long decidedMs) {
        attempt(() -> {
            isDue.set(false);
            linger();
            Set<Address> taking = owned;
            Set<Network> takingNetworks = networks;
            carryOut.run();
            takenAddresses = taking;
            takenNetworks = takingNetworks;
            VrrpSpeaker speaking = speaker;
            if (speaking != null) {
                speaking.announce();
            }
            LOG.info(
                    "owns {} addresses and {} local networks, {} ms after that was decided",
                    owned.size(),
                    networks.size(),
                    Director.nowMs() - decidedMs);
        });
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    private void linger() {
        boolean any = givenUp.owned(owned);
        any |= givenUpNetworks.owned(networks);
        if (any) {
            hand.schedule(() -> attempt(this::forget), LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void forget() {
        boolean any = givenUp.forget();
        any |= givenUpNetworks.forget();
        if (any) {
            carryOut.run();
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
