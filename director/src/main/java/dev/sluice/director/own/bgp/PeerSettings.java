package dev.sluice.director.own.bgp;

/**
 * What both ends of a session are to be.
 *
 * @param identifier the director's BGP identifier, unique among all that it talks to
 * @param holdTimeS how long a silent peer is taken for alive, in seconds: 0, or 3 and more
 * @param passive whether only the peer connects
 */
record PeerSettings(long localAs, long peerAs, int identifier, int holdTimeS, boolean passive) {
    boolean internal() {
        return localAs == peerAs;
    }
}
