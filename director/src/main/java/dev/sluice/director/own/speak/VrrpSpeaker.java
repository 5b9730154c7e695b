package dev.sluice.director.own.speak;

import dev.sluice.director.own.vrrp.Election;
import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.VirtualRouterSettings;
import dev.sluice.director.own.vrrp.VirtualRouterSettings.Track;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.call.ThreadSchedule;
import dev.sluice.linux.call.Wakeup;
import dev.sluice.measure.Measure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks VRRP: a thread of its own, before all others where that is allowed, so that the others
 * hear of this director in time whatever else it does. What it is asked for comes through a queue.
 *
 * <p>Each virtual router needs its own link; whatever else it tracks and is no interface works
 * until {@link #tracked} says otherwise.
 */
public final class VrrpSpeaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VrrpSpeaker.class);

    /** How the name of something begins that is tracked and is no interface. */
    public static final String NOT_A_LINK = "/";

    /** Below the kernel's own threads, before everything else. */
    private static final int REALTIME_PRIORITY = 20;

    private static final long NS_PER_MS = 1_000_000;

    /** How long after a failure interfaces are tried again. */
    private static final long RETRY_MS = 1_000;

    private final Wakeup wakeup = new Wakeup();
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final LinkStates links = new LinkStates();
    private final Voices voices;
    private final MasterGauges gauges;
    private final Election election;
    private final Thread thread;
    private Polls polls = new Polls(0);
    private List<VirtualRouterSettings> spoken = List.of();
    private Set<String> tracks = Set.of();
    private volatile List<Standing> standings = List.of();
    private volatile boolean closing;

    private VrrpSpeaker(
            Ownership ownership,
            BooleanSupplier complete,
            Measure measure,
            Consumer<Throwable> failed) {
        this.voices = new Voices(links, ownership, measure);
        this.gauges = new MasterGauges(measure, this::standings);
        this.election = new Election(System::nanoTime, complete, voices);
        voices.speakFor(election);
        this.thread =
                Thread.ofPlatform()
                        .name("vrrp")
                        .daemon()
                        .uncaughtExceptionHandler((_, e) -> {
                            ownership.owned(Set.of(), Set.of());
                            failed.accept(e);
                        })
                        .unstarted(this::run);
    }

    /**
     * Starts it in the calling thread's namespace; it has no virtual router yet.
     *
     * @param ownership hears whose the addresses are
     * @param complete whether all is known here that other directors know
     * @param failed hears of what cannot be: nothing is owned then, and the process must end
     */
    public static VrrpSpeaker start(
            Ownership ownership,
            BooleanSupplier complete,
            Measure measure,
            Consumer<Throwable> failed) {
        var speaker = new VrrpSpeaker(ownership, complete, measure, failed);
        speaker.listen();
        speaker.thread.start();
        return speaker;
    }

    /** Has these virtual routers from now on. */
    public void use(List<VirtualRouterSettings> routers) {
        List<VirtualRouterSettings> withLinks = routers.stream().map(VrrpSpeaker::linked).toList();
        ask(() -> {
            voices.use(Stream.concat(spoken.stream(), withLinks.stream()).toList());
            trackLinks(withLinks);
            election.use(withLinks);
            voices.use(withLinks);
            spoken = withLinks;
            gauges.show(withLinks);
            listen();
        });
    }

    /** An interface that is gone is a fault, and so is any that is named beside it. */
    private static VirtualRouterSettings linked(VirtualRouterSettings router) {
        return router.withTracks(
                Stream.concat(router.tracks().stream(), Stream.of(new Track(router.link(), 0)))
                        .toList());
    }

    private void trackLinks(List<VirtualRouterSettings> routers) {
        tracks = new HashSet<>();
        routers.stream()
                .flatMap(router -> router.tracks().stream())
                .map(Track::name)
                .filter(name -> !name.startsWith(NOT_A_LINK))
                .forEach(tracks::add);
        tracks.forEach(name -> election.tracked(name, links.works(name)));
    }

    /** Something that virtual routers track works, or does not. */
    public void tracked(String name, boolean works) {
        ask(() -> election.tracked(name, works));
    }

    /**
     * Gives addresses away and takes none until {@link #serve}.
     *
     * @param networksToo whether local networks too, after which there is nothing left
     */
    public void drain(boolean networksToo) {
        ask(() -> election.drain(networksToo));
    }

    /** Takes part again. */
    public void serve() {
        ask(election::serve);
    }

    /** Tells the links again where this director's addresses are. */
    public void announce() {
        ask(election::announce);
    }

    /** How it stands with each virtual router; a little old. */
    public List<Standing> standings() {
        return standings;
    }

    /** Once it is closed, nobody asks for anything any more. */
    private synchronized void ask(Runnable what) {
        if (!closing) {
            asked.add(what);
            wakeup.wake();
        }
    }

    private void run() {
        if (!ThreadSchedule.realtime(REALTIME_PRIORITY)) {
            LOG.warn("VRRP may be late under load: SCHED_FIFO is not allowed here (CAP_SYS_NICE)");
        }
        while (!closing) {
            polls.await(waitMs());
            round();
        }
        election.resign();
        gauges.show(List.of());
        voices.close();
        links.close();
        polls.close();
    }

    private long waitMs() {
        long wait = (election.waitNs() + NS_PER_MS - 1) / NS_PER_MS;
        return voices.isSilenced() ? Math.min(wait, RETRY_MS) : wait;
    }

    private void round() {
        boolean stoodStill = election.wake();
        wakeup.clear();
        for (Runnable what = asked.poll(); what != null; what = asked.poll()) {
            what.run();
        }
        if (links.follow() || voices.isSilenced()) {
            if (voices.open()) {
                listen();
            }
            tracks.forEach(name -> election.tracked(name, links.works(name)));
        }
        voices.receive(stoodStill);
        election.expire();
        standings = election.standings();
    }

    private void listen() {
        List<Integer> fds = new ArrayList<>(voices.fds());
        fds.add(wakeup.fd());
        fds.add(links.fd());
        polls.close();
        polls = new Polls(fds.size());
        fds.forEach(polls::add);
    }

    /** Says goodbye and ends. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        wakeup.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        wakeup.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
