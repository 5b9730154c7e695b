package dev.sluice.lab.sync;

import dev.sluice.lab.process.LabFailure;

/** A director's process without interfaces, that shares sessions when it is told to. */
public interface SharingDirector extends AutoCloseable {
    /** Starts them. */
    interface Starter {
        /**
         * Starts one that shares nothing yet.
         *
         * @param number from 1
         * @param forwards whether it has a forwarder with sessions and frames of its own; else its
         *     sessions are from nowhere
         * @param sessionsMax that its table takes
         */
        SharingDirector start(SyncBed bed, int number, boolean forwards, int sessionsMax)
                throws LabFailure;
    }

    /**
     * What it has and has used so far.
     *
     * @param cpuNs of the whole process
     * @param syncNs of the thread that shares sessions
     * @param workerNs of the worker
     * @param sessions own and others'
     * @param sentAgain datagrams
     * @param bulks transfers that it has asked for
     */
    record Sample(
            long cpuNs, long syncNs, long workerNs, long sessions, long sentAgain, long bulks) {}

    /**
     * How long something took, many times.
     *
     * @param cpuWorstNs the longest in processor time: a thread that was put aside uses none
     */
    record Times(
            long count,
            long allCpuNs,
            long medianNs,
            long p99Ns,
            long worstNs,
            long cpuP99Ns,
            long cpuWorstNs) {}

    /**
     * How others' sessions came, from when it began to share.
     *
     * @param firstMs until the first was in its table
     * @param allMs until all were
     * @param completeMs until it knew that it had all
     */
    record Joined(long firstMs, long allMs, long completeMs) {}

    /** Resident memory without the heap, and what is used of the heap. */
    record Memory(long residentBytes, long heapBytes) {}

    Sample sample() throws LabFailure;

    /** Also cleans up the heap. */
    Memory memory() throws LabFailure;

    /** Shares sessions from now on. */
    void share() throws LabFailure;

    /** Shares sessions from now on, and waits until it has so many. */
    Joined join(long sessions) throws LabFailure;

    /** Begins sessions that stay. */
    void begin(int sessions, int perSecond) throws LabFailure;

    /** Begins, closes and ends sessions, and waits until it is done. */
    void live(int sessions, int perSecond) throws LabFailure;

    /** Begins, closes and ends sessions until it is told to {@link #rest}. */
    void churn(int perSecond) throws LabFailure;

    /** Begins no sessions any more, and ends those that it has not. */
    void rest() throws LabFailure;

    /** Goes on for so long. */
    void pass(int ms) throws LabFailure;

    /** The worker's rounds since it was asked last. */
    Times rounds() throws LabFailure;

    /** Of those, what came before frames: the entering of others' sessions. */
    Times entering() throws LabFailure;

    /** Names all sessions in its table: who has the same, has the same ones. */
    String digest() throws LabFailure;

    @Override
    void close();
}
