package dev.sluice.director.path;

import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.LiveServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks servers that are reached by route or tunnel whether they answer for the virtual address, as
 * often as their health check says, beside that check. A server may be well at its own address and
 * have forgotten the virtual one, or have no end of the tunnel.
 *
 * <p>One virtual thread does all; what it is told comes through a queue.
 */
public final class PathChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PathChecks.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    /** Looks again at least this often. */
    private static final long LOOK_MS = 1_000;

    private final Consumer<List<PathProbe>> send;
    private final LongSupplier nowMs;
    private final RandomGenerator random;
    private final int most;
    private final LinkedBlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    private final Map<PathGroup.Key, PathGroup> groups = new LinkedHashMap<>();
    private final Map<LiveServer, String> troubles = new ConcurrentHashMap<>();
    private final Thread thread;
    private int outstanding;

    /**
     * Begins with nothing to ask.
     *
     * @param send has probes sent; called on the checks' thread
     * @param most how many probes may be on their way at a time
     * @param random spreads first probes over an interval
     */
    public PathChecks(
            Consumer<List<PathProbe>> send, int most, LongSupplier nowMs, RandomGenerator random) {
        this.send = send;
        this.most = most;
        this.nowMs = nowMs;
        this.random = random;
        this.thread = Thread.ofVirtual().name("path-checks").start(this::run);
    }

    /** Asks for the listeners of a table and for no others. Any thread. */
    public void update(ForwardingTable table) {
        told.add(() -> take(table));
    }

    /** Why packets do not get to a server that may be well; null where they do. Any thread. */
    public @Nullable String trouble(LiveServer server) {
        return troubles.get(server);
    }

    private void run() {
        try {
            while (true) {
                Runnable next = told.poll(waitMs(), TimeUnit.MILLISECONDS);
                for (; next != null; next = told.poll()) {
                    next.run();
                }
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long waitMs() {
        long now = nowMs.getAsLong();
        long wait = LOOK_MS;
        boolean full = outstanding >= most;
        for (PathGroup group : groups.values()) {
            for (PathCheck check : group.checks()) {
                if (!full || check.isOutstanding()) {
                    wait = Math.min(wait, check.nextMs() - now);
                }
            }
        }
        return Math.max(1, wait);
    }

    private void take(ForwardingTable table) {
        var listeners = new HashMap<PathGroup.Key, List<ForwardedListener>>();
        for (ForwardedListener listener : table.listeners()) {
            PathGroup.Key key = PathGroup.Key.of(listener);
            if (key != null) {
                listeners.computeIfAbsent(key, _ -> new ArrayList<>()).add(listener);
            }
        }
        groups.entrySet().removeIf(entry -> isGone(entry, listeners));
        listeners.forEach((key, of) -> {
            of.sort(Comparator.comparingInt(ForwardedListener::port));
            PathGroup group = groups.computeIfAbsent(key, _ -> new PathGroup());
            group.update(of, nowMs.getAsLong(), () -> firstDelayMs(of.getFirst()));
            group.publish();
        });
        tellTroubles();
    }

    private static boolean isGone(
            Map.Entry<PathGroup.Key, PathGroup> entry,
            Map<PathGroup.Key, List<ForwardedListener>> listeners) {
        if (listeners.containsKey(entry.getKey())) {
            return false;
        }
        entry.getValue().forget();
        return true;
    }

    private long firstDelayMs(ForwardedListener listener) {
        var target = listener.target();
        return target == null
                ? 0
                : random.nextLong(1 + target.group().check().interval().toMillis());
    }

    /** Counts those as failed that got no answer in time, and asks those that are due. */
    private void look() {
        long now = nowMs.getAsLong();
        var probes = new ArrayList<PathProbe>();
        outstanding = 0;
        for (PathGroup group : groups.values()) {
            for (PathCheck check : group.checks()) {
                if (check.isOverdue(now)) {
                    heard(group, check, null, "no answer for " + words(group.listener()));
                }
                outstanding += check.isOutstanding() ? 1 : 0;
            }
        }
        for (PathGroup group : groups.values()) {
            for (PathCheck check : group.checks()) {
                if (check.isDue(now) && outstanding < most) {
                    probes.add(probe(group, check, now));
                    outstanding++;
                }
            }
        }
        if (!probes.isEmpty()) {
            send.accept(probes);
        }
    }

    private PathProbe probe(PathGroup group, PathCheck check, long now) {
        PathProbe[] self = new PathProbe[1];
        var probe =
                new PathProbe(
                        group.listener(),
                        check.server(),
                        answer -> told.add(() -> heard(group, check, self[0], answer)));
        self[0] = probe;
        check.asked(probe, now);
        return probe;
    }

    private void heard(
            PathGroup group, PathCheck check, @Nullable PathProbe probe, PathProbe.Answer answer) {
        String failure =
                switch (answer) {
                    case ACCEPTED -> "";
                    case REFUSED -> words(group.listener()) + " is refused";
                    case UNSENT -> "no way to it is known";
                };
        heard(group, check, probe, failure);
    }

    private void heard(
            PathGroup group, PathCheck check, @Nullable PathProbe probe, String failure) {
        if (check.heard(probe, failure, nowMs.getAsLong())) {
            LOG.info(
                    "server {} is {} by {} for {}",
                    check.server().live().endpoint(),
                    check.isOpen() ? "reached again" : "not reached",
                    group.listener().method(),
                    words(group.listener()));
            // The reason first: who sees a server without work can then say why.
            tellTroubles();
            group.publish();
        }
    }

    private void tellTroubles() {
        var now = new HashSet<LiveServer>();
        for (PathGroup group : groups.values()) {
            for (PathCheck check : group.checks()) {
                if (!check.isOpen()) {
                    now.add(check.server().live());
                    troubles.put(check.server().live(), check.trouble());
                }
            }
        }
        troubles.keySet().retainAll(now);
    }

    private static String words(ForwardedListener listener) {
        return Address.text(listener.high(), listener.low()) + " port " + listener.port();
    }

    /** Stops asking. What is known of paths stays as it is. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
