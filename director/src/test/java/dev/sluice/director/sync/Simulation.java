package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster under everything that can happen to one, by chance from a seed. After every event
 * holds:
 *
 * <ul>
 *   <li>whoever has acknowledged a session's last change knows it: so what is safe is not lost;
 *   <li>no end and no change of an earlier incarnation touches a later one (see {@link
 *       SimulatedDirector});
 *   <li>what is forged, or was received before, changes nothing;
 *   <li>whoever asks for a session has one answer, in time;
 *   <li>memory is bounded.
 * </ul>
 *
 * When faults are over, all tables agree within a bounded time, and hold what was safe.
 */
final class Simulation {
    private static final int TICK_MS = 10;
    private static final int HEALING_MS = 12_000;
    private static final int LOOK_MS = 250;
    private static final int ANSWER_MS = 50 + TICK_MS;
    private static final byte[] SECRET = "known to all directors".getBytes(StandardCharsets.UTF_8);

    private final Random random;
    private final SimulatedNetwork network;
    private final List<SimulatedDirector> directors = new ArrayList<>();
    private final boolean isSealed;
    private final int clients;
    private final int chaosMs;

    /** Sessions that were safe when their director died, and somebody lived who held them. */
    private final Map<String, SyncedSession> mustLive = new HashMap<>();

    /** The last end of each session, wherever it was. */
    private final Map<String, SyncedSession> ended = new HashMap<>();

    private boolean isChaos = true;
    private long tags;

    Simulation(long seed, int size, int chaosMs, boolean isSealed) {
        this.random = new Random(seed);
        this.network = new SimulatedNetwork(random);
        this.isSealed = isSealed;
        this.chaosMs = chaosMs;
        this.clients = random.nextInt(5, 200);
        for (int node = 1; node <= size; node++) {
            Seal seal = isSealed ? Seal.of(SECRET) : Seal.none();
            var director = new SimulatedDirector(node, random, network, seal);
            directors.add(director);
            network.join(director);
        }
    }

    void run() {
        for (SimulatedDirector director : directors) {
            network.after(random.nextInt(2_000), () -> start(director, false));
            network.after(random.nextInt(TICK_MS), () -> tick(director));
        }
        network.after(0, this::traffic);
        network.after(500, this::fault);
        runUntil(network.nowMs() + chaosMs);
        heal();
        long endMs = network.nowMs() + HEALING_MS;
        while (network.nowMs() < endMs && !agrees()) {
            runUntil(network.nowMs() + LOOK_MS);
        }
        checkAgreement();
    }

    private void runUntil(long endMs) {
        while (network.nowMs() < endMs) {
            network.step();
        }
    }

    private void tick(SimulatedDirector director) {
        if (director.isUp() && director.stalledUntilMs <= network.nowMs()) {
            director.sync().tick(network.nowMs());
            checkHeld(director);
            checkAnswered(director);
            assertThat(director.book().size() + director.book().ended()).isLessThanOrEqualTo(1024);
        }
        network.after(TICK_MS, () -> tick(director));
    }

    private void start(SimulatedDirector director, boolean isWithMemory) {
        if (!director.isUp()) {
            director.start(isWithMemory);
        }
    }

    private void traffic() {
        if (!isChaos) {
            return;
        }
        SimulatedDirector director = any();
        if (director.isUp() && director.stalledUntilMs <= network.nowMs()) {
            packet(director);
        }
        network.after(random.nextInt(1, 12), this::traffic);
    }

    private void packet(SimulatedDirector director) {
        SyncedSession session = AnySession.of(random);
        AnySession.key(session, random.nextInt(1, clients + 1), false);
        session.timeoutMs = 900_000;
        SyncedSession known = director.sessions.get(SimulatedDirector.key(session));
        if (random.nextInt(4) == 0) {
            seek(director, session);
            return;
        }
        if (known == null) {
            director.forward(session);
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> { // What is another's is taken over by the packet that ends it.
                var last = new SyncedSession();
                last.copy(known);
                director.forward(last);
                director.end(last);
                noteEnd(director, last);
            }
            case 1 -> { // The client comes back with the same port.
                director.forward(session);
            }
            case 2 -> director.touch(known);
            default -> { // Packets come here now, or something has changed.
                var changed = new SyncedSession();
                changed.copy(known);
                changed.state = Join.states(known.state, session.state);
                changed.flags |= SyncedSession.ANSWERED;
                director.forward(changed);
            }
        }
    }

    /** A packet that is not the first of its connection, from either side. */
    private void seek(SimulatedDirector director, SyncedSession session) {
        var packet = new SyncedSession();
        boolean isServers = random.nextBoolean();
        if (isServers) {
            SyncedSession known = any().sessions.get(SimulatedDirector.key(session));
            SeekFields.serversPacket(known == null ? session : known, packet);
        } else {
            packet.copyKey(session);
        }
        director.seek(packet, isServers, tags++);
    }

    private void checkAnswered(SimulatedDirector director) {
        for (long sinceMs : director.asked.values()) {
            assertThat(network.nowMs() - sinceMs).as("an answer is due").isLessThan(ANSWER_MS);
        }
    }

    private void noteEnd(SimulatedDirector director, SyncedSession session) {
        @Nullable SyncedSession end = director.knows(session);
        @Nullable SyncedSession other = ended.get(SimulatedDirector.key(session));
        if (end != null && (other == null || Join.compareStamps(end, other) > 0)) {
            ended.put(SimulatedDirector.key(session), end);
        }
    }

    private boolean hasEnded(SyncedSession session) {
        @Nullable SyncedSession end = ended.get(SimulatedDirector.key(session));
        return end != null && Join.compareStamps(end, session) > 0;
    }

    private void fault() {
        if (!isChaos) {
            return;
        }
        SimulatedDirector director = any();
        switch (random.nextInt(10)) {
            case 0, 1 -> crash(director);
            case 2, 3 -> start(director, random.nextBoolean());
            case 4 -> network.loss = random.nextInt(4) * 0.15;
            case 5 -> {
                network.delayMaxMs = random.nextBoolean() ? 2 : random.nextInt(1, 150);
                network.duplication = random.nextInt(3) * 0.2;
            }
            case 6 -> {
                for (int node = 1; node < network.side.length; node++) {
                    network.side[node] = random.nextInt(2);
                }
            }
            case 7 -> Arrays.fill(network.side, 0);
            case 8 -> director.wallSkewMicros = random.nextLong(-86_400_000_000L, 86_400_000_000L);
            default -> stall(director, random.nextInt(3_000));
        }
        attack();
        network.after(random.nextInt(20, 600), this::fault);
    }

    private void stall(SimulatedDirector director, int ms) {
        director.stalledUntilMs = network.nowMs() + ms;
        network.after(
                ms,
                () -> {
                    if (director.isUp()) {
                        director.sync().resync(network.nowMs());
                    }
                });
    }

    private void crash(SimulatedDirector director) {
        if (!director.isUp()) {
            return;
        }
        var row = new SyncedSession();
        SessionBook book = director.book();
        for (int id = book.after(0); id != 0; id = book.after(id)) {
            book.read(id, row);
            boolean isOwn =
                    row.owner == director.node
                            && book.generation(id) == book.digests().generation(director.node);
            if (isOwn && !row.isEnded && director.sync().safety().covers(book.sequence(id))) {
                var safe = new SyncedSession();
                safe.copy(row);
                mustLive.put(SimulatedDirector.key(row), safe);
            }
        }
        director.crash();
        mustLive.values().removeIf(session -> holders(session) == 0);
    }

    private long holders(SyncedSession session) {
        return directors.stream()
                .filter(SimulatedDirector::isUp)
                .filter(d -> holds(d, session))
                .count();
    }

    /** Whether a director knows a session as it was, or what has become of it. */
    private static boolean holds(SimulatedDirector director, SyncedSession session) {
        @Nullable SyncedSession known = director.knows(session);
        return known != null && Join.compareStamps(known, session) >= 0;
    }

    /** Everybody who has acknowledged a change of a director's knows it. */
    private void checkHeld(SimulatedDirector director) {
        SessionBook book = director.book();
        if (book.highest() == 0) {
            return;
        }
        var row = new SyncedSession();
        int id = 1 + random.nextInt(book.highest());
        if (!book.isUsed(id)) {
            return;
        }
        book.read(id, row);
        boolean isOwn =
                row.owner == director.node
                        && book.generation(id) == book.digests().generation(director.node);
        if (!isOwn || row.isEnded) {
            return;
        }
        for (SimulatedDirector other : directors) {
            if (other != director
                    && other.isUp()
                    && director.sync()
                            .hasAcknowledged(
                                    other.node, other.settings.epoch(), book.sequence(id))) {
                assertThat(holds(other, row))
                        .as(other.node + " holds what it acknowledged to " + director.node)
                        .isTrue();
            }
        }
    }

    /** Sends what was recorded, as it was or changed. */
    private void attack() {
        if (network.recorded.isEmpty()) {
            return;
        }
        SimulatedNetwork.Recorded recorded =
                network.recorded.get(random.nextInt(network.recorded.size()));
        SimulatedDirector victim = any();
        if (!victim.isUp()) {
            return;
        }
        byte[] bytes = recorded.bytes().clone();
        boolean isForged = isSealed && random.nextBoolean();
        if (isForged) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        }
        if (!isForged && mayStillCome(recorded, victim)) {
            return;
        }
        String before = said(victim);
        victim.sync().receive(bytes, bytes.length, network.nowMs());
        assertThat(said(victim)).isEqualTo(before);
    }

    /** Whether it is of a director's present life, and so perhaps merely late. */
    private boolean mayStillCome(SimulatedNetwork.Recorded recorded, SimulatedDirector victim) {
        var reader = new DatagramReader(77, isSealed ? Seal.of(SECRET) : Seal.none());
        assertThat(reader.open(recorded.bytes(), 0, recorded.bytes().length)).isNull();
        return !victim.sync()
                .hasHad(reader.node(), reader.epoch(), reader.kind(), reader.sequence());
    }

    private void heal() {
        isChaos = false;
        network.loss = 0;
        network.duplication = 0;
        network.delayMaxMs = 2;
        Arrays.fill(network.side, 0);
        for (SimulatedDirector director : directors) {
            director.stalledUntilMs = 0;
            start(director, random.nextBoolean());
        }
    }

    private boolean agrees() {
        Map<String, String> first = alive(directors.getFirst());
        return directors.stream()
                .allMatch(director ->
                        director.sync().isComplete()
                                && director.sync().safety().safe() == director.sync().safety().own()
                                && alive(director).equals(first));
    }

    private void checkAgreement() {
        Map<String, String> first = alive(directors.getFirst());
        for (SimulatedDirector director : directors) {
            var differences = new TreeMap<>(alive(director));
            first.forEach((key, value) ->
                    differences.merge(
                            key,
                            value,
                            (one, other) -> one.equals(other) ? null : one + " / " + other));
            assertThat(differences)
                    .as("what director " + director.node + " and the first do not both say")
                    .isEmpty();
            assertThat(director.sync().isComplete()).isTrue();
            assertThat(director.sessions.keySet()).isEqualTo(alive(director).keySet());
            assertThat(director.sync().safety().safe()).isEqualTo(director.sync().safety().own());
            for (SyncedSession session : mustLive.values()) {
                @Nullable SyncedSession known = director.knows(session);
                boolean lives =
                        known != null
                                && Long.compareUnsigned(known.incarnation, session.incarnation)
                                        >= 0;
                assertThat(lives || hasEnded(session))
                        .as(SimulatedDirector.key(session) + " was safe")
                        .isTrue();
            }
        }
    }

    private static Map<String, String> alive(SimulatedDirector director) {
        var alive = new TreeMap<String, String>();
        SessionBook book = director.book();
        var row = new SyncedSession();
        for (int id = book.after(0); id != 0; id = book.after(id)) {
            book.read(id, row);
            if (!row.isEnded) {
                alive.put(
                        SimulatedDirector.key(row),
                        Long.toHexString(row.incarnation)
                                + " "
                                + row.change
                                + " "
                                + row.owner
                                + " "
                                + row.serverLow
                                + " "
                                + row.serverPort
                                + " "
                                + row.localPort
                                + " "
                                + row.deltaOut);
            }
        }
        return alive;
    }

    private static String said(SimulatedDirector director) {
        return String.join(
                "\n", alive(director).entrySet().stream().map(Object::toString).toList());
    }

    private SimulatedDirector any() {
        return directors.get(random.nextInt(directors.size()));
    }
}
