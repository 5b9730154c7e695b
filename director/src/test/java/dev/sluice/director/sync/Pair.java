package dev.sluice.director.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A few directors on a network without faults, and a clock that a test moves. */
final class Pair {
    private static final int TICK_MS = 10;

    final SimulatedNetwork network = new SimulatedNetwork(new Random(5));
    final List<SimulatedDirector> directors = new ArrayList<>();

    Pair(int size) {
        byte[] secret = "known to both of them".getBytes(StandardCharsets.UTF_8);
        for (int node = 1; node <= size; node++) {
            var director = new SimulatedDirector(node, new Random(node), network, Seal.of(secret));
            directors.add(director);
            network.join(director);
            network.after(node, () -> tick(director));
        }
    }

    /** Starts all, and has them meet. */
    static Pair met(int size) {
        var pair = new Pair(size);
        pair.directors.forEach(director -> director.start(false));
        pair.pass(1_500);
        return pair;
    }

    /** The same, long enough ago that each can be sure who is there. */
    static Pair acquainted(int size) {
        Pair pair = met(size);
        pair.pass(Peer.GONE_MS);
        return pair;
    }

    SimulatedDirector one() {
        return directors.get(0);
    }

    SimulatedDirector other() {
        return directors.get(1);
    }

    private void tick(SimulatedDirector director) {
        if (director.isUp()) {
            director.sync().tick(network.nowMs());
        }
        network.after(TICK_MS, () -> tick(director));
    }

    void pass(long ms) {
        long endMs = network.nowMs() + ms;
        while (network.nowMs() < endMs) {
            network.step();
        }
    }

    static SyncedSession session(int number) {
        SyncedSession session = AnySession.of(new Random(number));
        AnySession.key(session, number, false);
        session.timeoutMs = 900_000;
        session.state = 1;
        return session;
    }
}
