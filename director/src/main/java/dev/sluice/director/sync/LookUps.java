package dev.sluice.director.sync;

import dev.sluice.director.limit.TokenBucket;
import java.util.Arrays;

/**
 * Questions of peers that forwarding is asked in its turn, since nobody was told of the session.
 * They are kept until it has answered, the newest of them: who asked waits no longer than for so
 * many. How many there are in a second is bounded, for they cost forwarding time.
 */
final class LookUps {
    /** How many there are in a second. */
    static final int PER_SECOND = 10_000;

    static final int BURST_MS = 50;
    private static final int KEPT = 1_024;
    private static final int MASK = KEPT - 1;

    private final SyncedSessions sessions;
    private final TokenBucket rate = new TokenBucket();
    private final SyncedSession[] packets = new SyncedSession[KEPT];
    private final boolean[] isServers = new boolean[KEPT];
    private final long[] numbers = new long[KEPT];
    private final int[] nodes = new int[KEPT];
    private final int[] awaited = new int[KEPT];
    private int next;

    LookUps(SyncedSessions sessions) {
        this.sessions = sessions;
        Arrays.setAll(packets, _ -> new SyncedSession());
    }

    /** Whether there may be one more. */
    boolean mayBegin(long nowMs) {
        return rate.take(nowMs, 1, PER_SECOND, BURST_MS);
    }

    /**
     * Asks forwarding.
     *
     * @param number the peer's question
     * @return how many answer; below 0 if it cannot be asked now
     */
    int begin(SyncedSession packet, boolean byServer, long number, int node) {
        int slot = next & MASK;
        int asked = sessions.lookUp(packet, byServer, next);
        awaited[slot] = Math.max(asked, 0);
        packets[slot].copyKey(packet);
        isServers[slot] = byServer;
        numbers[slot] = number;
        nodes[slot] = node;
        next++;
        return asked;
    }

    /** Whether an answer is the last that a question waited for. */
    boolean ends(int question) {
        int slot = question & MASK;
        int age = next - question;
        return age > 0 && age <= KEPT && awaited[slot] > 0 && --awaited[slot] == 0;
    }

    SyncedSession packet(int question) {
        return packets[question & MASK];
    }

    boolean isServers(int question) {
        return isServers[question & MASK];
    }

    /** The number that the peer gave it. */
    long number(int question) {
        return numbers[question & MASK];
    }

    /** The peer that asked. */
    int node(int question) {
        return nodes[question & MASK];
    }
}
