package dev.sluice.director.own.vrrp;

import dev.sluice.director.own.vrrp.VirtualRouterSettings.Track;
import dev.sluice.director.table.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Directors on one link that loses, delays and reorders, splits and heals, while they crash, come
 * back, stand still, and have their clocks jump. After each event it is held against what must be
 * true; some of it only a while after the last disturbance.
 */
final class SimulatedCluster {
    private static final long NS_PER_MS = 1_000_000;
    private static final int LOG_MAX = 60;
    private static final String NEEDED = "needed";
    private static final String USEFUL = "useful";

    private record Event(long atNs, long number, Runnable what) {}

    final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::atNs).thenComparingLong(Event::number));
    private final List<SimulatedDirector> directors = new ArrayList<>();
    private final Deque<String> log = new ArrayDeque<>();
    private final int routers;
    private final int intervalMs;
    private final int preemptDelayMs;
    private long nowNs;
    private long numbers;
    private long calmSinceNs;
    private int lossPercent;
    private long checks;

    SimulatedCluster(long seed) {
        this.random = new Random(seed);
        this.intervalMs = List.of(10, 20, 100, 1000).get(random.nextInt(4));
        this.preemptDelayMs = random.nextInt(3) == 0 ? intervalMs * random.nextInt(5) : 0;
        this.routers = 1 + random.nextInt(3);
        int count = random.nextInt(12) == 0 ? 2 + random.nextInt(63) : 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            var address = Address.ofIpv4(0x0A00_0001 + i);
            directors.add(new SimulatedDirector(this, address, settings(address)));
        }
    }

    private List<VirtualRouterSettings> settings(Address address) {
        var settings = new ArrayList<VirtualRouterSettings>();
        boolean preempt = random.nextInt(4) > 0;
        int priority = priority();
        for (int id = 1; id <= routers; id++) {
            boolean grouped = routers > 1 && id <= 2;
            settings.add(
                    new VirtualRouterSettings(
                            "eth0",
                            id,
                            3,
                            grouped ? priority : priority(),
                            intervalMs,
                            preempt,
                            preemptDelayMs,
                            grouped ? "both" : "",
                            address,
                            List.of(),
                            List.of(new Track(NEEDED, 0), new Track(USEFUL, 50)),
                            ChecksumReading.WITH_PSEUDO_HEADER,
                            List.of(Address.ofIpv4(0xCB00_7100 + id))));
        }
        return settings;
    }

    private int priority() {
        return List.of(50, 100, 100, 150, 254).get(random.nextInt(5));
    }

    long nowNs() {
        return nowNs;
    }

    /** The longest time that anybody waits for a master. */
    long masterDownNsMax() {
        return 4L * intervalMs * NS_PER_MS;
    }

    /** To be heard for long enough, to be let run out, and to settle among equals. */
    private long settleNs() {
        return 4 * masterDownNsMax() + 2L * preemptDelayMs * NS_PER_MS;
    }

    void at(long atNs, Runnable what) {
        events.add(new Event(atNs, numbers++, what));
    }

    void log(String what) {
        if (log.size() == LOG_MAX) {
            log.removeFirst();
        }
        log.addLast(nowNs / NS_PER_MS + " ms: " + what);
    }

    void send(SimulatedDirector from, Heard heard) {
        for (SimulatedDirector to : directors) {
            if (to != from && to.part == from.part && random.nextInt(100) >= lossPercent) {
                long delayNs = random.nextLong(intervalMs * NS_PER_MS / 4);
                at(
                        nowNs + delayNs,
                        () -> {
                            if (to.part == from.part) {
                                to.receive(heard);
                            }
                        });
            }
        }
    }

    /** Lives through some disturbances; returns how often it was looked at in calm. */
    long live(int disturbances) {
        for (SimulatedDirector director : directors) {
            at(random.nextLong(settleNs()), () -> start(director));
        }
        calmSinceNs = settleNs();
        for (int i = 0; i < disturbances; i++) {
            pass(random.nextInt(3) == 0 ? random.nextLong(settleNs()) : 2 * settleNs());
            disturb();
        }
        heal();
        pass(2 * settleNs());
        return checks;
    }

    private void pass(long forNs) {
        long untilNs = Math.max(nowNs, calmSinceNs) + forNs;
        while (!events.isEmpty() && events.peek().atNs() <= untilNs) {
            Event event = events.remove();
            nowNs = event.atNs();
            event.what().run();
            check();
        }
        nowNs = untilNs;
    }

    private void start(SimulatedDirector director) {
        if (!director.runs()) {
            director.completeFromNs = nowNs + random.nextLong(settleNs());
            calmFrom(director.completeFromNs);
            log(director.address + " starts");
            director.start();
        }
    }

    private void calmFrom(long fromNs) {
        calmSinceNs = Math.max(calmSinceNs, fromNs);
    }

    private void disturb() {
        calmFrom(nowNs);
        SimulatedDirector one = directors.get(random.nextInt(directors.size()));
        int what = random.nextInt(10);
        log("disturbance " + what + " " + one.address);
        switch (what) {
            case 0 -> one.crash();
            case 1 -> one.stop();
            case 2, 3 -> start(one);
            case 4 -> split();
            case 5 -> stall(one);
            case 6 -> jump(one);
            case 7 -> lossPercent = random.nextInt(60);
            case 8 -> fail(one);
            default -> heal();
        }
    }

    private void split() {
        int parts = 1 + random.nextInt(3);
        directors.forEach(director -> director.part = random.nextInt(parts));
    }

    private void stall(SimulatedDirector one) {
        one.stoppedUntilNs = nowNs + random.nextLong(3 * masterDownNsMax());
        calmFrom(one.stoppedUntilNs);
        at(one.stoppedUntilNs, one::run);
    }

    private void jump(SimulatedDirector one) {
        if (nowNs >= one.stoppedUntilNs) {
            one.jump(random.nextLong(6 * masterDownNsMax()) - 3 * masterDownNsMax());
            one.run();
        }
    }

    private void fail(SimulatedDirector one) {
        String name = random.nextBoolean() ? NEEDED : USEFUL;
        if (nowNs >= one.stoppedUntilNs && one.runs()) {
            one.tracked(name, false);
            long untilNs = nowNs + random.nextLong(settleNs());
            calmFrom(untilNs);
            at(untilNs, () -> one.tracked(name, true));
        }
    }

    private void heal() {
        lossPercent = 0;
        directors.forEach(director -> director.part = 0);
        directors.forEach(this::start);
    }

    private void check() {
        for (SimulatedDirector director : directors) {
            if (director.isUnannounced()) {
                throw new AssertionError(director.address + " took addresses and told nobody");
            }
        }
        if (lossPercent > 0 || nowNs < calmSinceNs + settleNs()) {
            return;
        }
        for (int part = 0; part < 3; part++) {
            for (int router = 0; router < routers; router++) {
                check(part, router);
            }
        }
    }

    private void check(int part, int router) {
        SimulatedDirector master = null;
        int masters = 0;
        int candidates = 0;
        for (SimulatedDirector director : directors) {
            if (director.part == part && director.runs()) {
                candidates++;
                if (director.state(router) == State.MASTER) {
                    masters++;
                    master = director;
                }
            }
        }
        checks++;
        if (candidates > 0 && masters != 1) {
            throw new AssertionError(
                    masters
                            + " masters of "
                            + (router + 1)
                            + " at "
                            + nowNs / NS_PER_MS
                            + " ms\n"
                            + String.join("\n", log));
        }
        if (master != null) {
            noneIsBetter(master, part, router);
        }
    }

    private void noneIsBetter(SimulatedDirector master, int part, int router) {
        int priority = master.settings.get(router).priority();
        for (SimulatedDirector director : directors) {
            VirtualRouterSettings settings = director.settings.get(router);
            if (director.part == part
                    && director.runs()
                    && settings.priority() > priority
                    && settings.preempt()) {
                throw new AssertionError(
                        director.address
                                + " should have preempted "
                                + master.address
                                + " of "
                                + settings.id()
                                + " at "
                                + nowNs / NS_PER_MS
                                + " ms\n"
                                + String.join("\n", log));
            }
        }
    }
}
