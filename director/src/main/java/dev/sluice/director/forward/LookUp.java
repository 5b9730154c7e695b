package dev.sluice.director.forward;

import dev.sluice.director.session.SessionTable;

/**
 * Second stage: finds the sessions that packets belong to. In steps over all frames of a batch, so
 * that they wait for memory together and not one after the other.
 */
final class LookUp {
    private final Workbench bench;
    private final Parsed parsed;

    /** Keeps the compiler from leaving out loads whose only use is that they happened. */
    private long touched;

    LookUp(Workbench bench) {
        this.bench = bench;
        this.parsed = bench.parsed;
    }

    /** Brings all near that {@link #find} will look at. */
    void prepare(int frames) {
        SessionTable sessions = bench.sessions;
        long sum = 0;
        for (int i = 0; i < frames; i++) {
            Parsed.Frame frame = parsed.of(i);
            if (frame.kind == Parsed.FLOW) {
                frame.hash = hash(frame);
                sum += sessions.touch(frame.hash);
            }
        }
        for (int i = 0; i < frames; i++) {
            Parsed.Frame frame = parsed.of(i);
            if (frame.kind == Parsed.FLOW) {
                frame.candidate = sessions.candidate(frame.hash);
            }
        }
        for (int i = 0; i < frames; i++) {
            Parsed.Frame frame = parsed.of(i);
            if (frame.kind == Parsed.FLOW) {
                sum += sessions.touchSession(frame.candidate);
                sum += frame.ipv4 ? 0 : sessions.touchUppers(frame.candidate);
            }
        }
        touched = sum;
    }

    /** Does for one packet what {@link #prepare} does for all. */
    void prepareOne(int i) {
        Parsed.Frame frame = parsed.of(i);
        frame.hash = hash(frame);
        frame.candidate = SessionTable.NONE;
    }

    private long hash(Parsed.Frame frame) {
        return bench.sessions.hash(
                frame.sourceHigh,
                frame.sourceLow,
                frame.destinationHigh,
                frame.destinationLow,
                frame.sourcePort,
                frame.destinationPort,
                frame.protocol);
    }

    /**
     * The session of a packet as of now: one that an earlier packet of the batch began is found
     * too.
     *
     * @return {@code id << 1 | direction}, or {@link SessionTable#NONE}
     */
    int find(int i) {
        Parsed.Frame frame = parsed.of(i);
        return bench.sessions.find(
                frame.candidate,
                frame.hash,
                frame.sourceHigh,
                frame.sourceLow,
                frame.destinationHigh,
                frame.destinationLow,
                frame.sourcePort,
                frame.destinationPort,
                frame.protocol);
    }

    long touched() {
        return touched;
    }
}
