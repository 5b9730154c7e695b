package dev.sluice.director.forward;

/**
 * Whom a forwarder asks for sessions that it does not know: the other directors of its cluster. The
 * answer comes by {@link Forwarder#answered}, after a session that was found has been entered.
 */
public interface Seeker {
    /**
     * Asks for the session of a packet.
     *
     * @param question what the answer is to be known by
     * @param direction of the packet, {@link dev.sluice.director.session.Session#FROM_CLIENT} or
     *     {@link dev.sluice.director.session.Session#FROM_SERVER}
     * @return false if nobody can be asked now
     */
    boolean seek(
            int question,
            int direction,
            long sourceHigh,
            long sourceLow,
            int sourcePort,
            long destinationHigh,
            long destinationLow,
            int destinationPort,
            int protocol);
}
