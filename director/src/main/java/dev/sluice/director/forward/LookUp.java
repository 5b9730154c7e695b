package dev.sluice.director.forward;

import dev.sluice.director.session.SessionTable;

/**
 * Second stage: finds the sessions that packets belong to. In steps over all frames of a batch, so
 * that they wait for memory together and not one after the other.
 */
final class LookUp {
    private final Workbench bench;

    /** Keeps the compiler from leaving out loads whose only use is that they happened. */
    private long touched;

    LookUp(Workbench bench) {
        this.bench = bench;
    }

    /** Brings all near that {@link #find} will look at. */
    void prepare(int frames) {
        Parsed parsed = bench.parsed;
        SessionTable sessions = bench.sessions;
        long sum = 0;
        for (int i = 0; i < frames; i++) {
            if (parsed.kind[i] == Parsed.FLOW) {
                long hash = hash(parsed, i);
                parsed.hash[i] = hash;
                sum += sessions.touch(hash);
            }
        }
        for (int i = 0; i < frames; i++) {
            if (parsed.kind[i] == Parsed.FLOW) {
                parsed.candidate[i] = sessions.candidate(parsed.hash[i]);
            }
        }
        for (int i = 0; i < frames; i++) {
            if (parsed.kind[i] == Parsed.FLOW) {
                sum += sessions.touchSession(parsed.candidate[i]);
            }
        }
        touched = sum;
    }

    /** Does for one packet what {@link #prepare} does for all. */
    void prepareOne(int i) {
        Parsed parsed = bench.parsed;
        parsed.hash[i] = hash(parsed, i);
        parsed.candidate[i] = SessionTable.NONE;
    }

    private long hash(Parsed parsed, int i) {
        return bench.sessions.hash(
                parsed.sourceHigh[i],
                parsed.sourceLow[i],
                parsed.destinationHigh[i],
                parsed.destinationLow[i],
                parsed.sourcePort[i],
                parsed.destinationPort[i],
                parsed.protocol[i]);
    }

    /**
     * The session of a packet as of now: one that an earlier packet of the batch began is found
     * too.
     *
     * @return {@code id << 1 | direction}, or {@link SessionTable#NONE}
     */
    int find(int i) {
        Parsed parsed = bench.parsed;
        return bench.sessions.find(
                parsed.candidate[i],
                parsed.hash[i],
                parsed.sourceHigh[i],
                parsed.sourceLow[i],
                parsed.destinationHigh[i],
                parsed.destinationLow[i],
                parsed.sourcePort[i],
                parsed.destinationPort[i],
                parsed.protocol[i]);
    }

    long touched() {
        return touched;
    }
}
