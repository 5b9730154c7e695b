package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;

/** A director that is given configurations while it forwards. */
public interface SwappedDirector {
    /** Starts it in the middle of a bed, with that many listeners, one of which takes datagrams. */
    Swapping start(PacketBed bed, int listeners) throws LabFailure;

    /** The director at work. */
    interface Swapping extends Contender.Standing {
        /** Gives it as many configurations, one after the other, each a little different. */
        Report swap(int times) throws LabFailure;
    }

    /**
     * What the swaps took.
     *
     * @param cpuMs CPU of the process for each, without that of forwarding: the middle of all
     * @param cpuMostMs of the most expensive
     * @param tookMs from being given to being in effect: the middle of all
     */
    record Report(double cpuMs, double cpuMostMs, double tookMs) {}
}
