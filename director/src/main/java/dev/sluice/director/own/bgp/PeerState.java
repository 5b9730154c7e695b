package dev.sluice.director.own.bgp;

/** Where a session stands, by the names of RFC 4271 §8.2.2. */
public enum PeerState {
    /** None is wanted. */
    IDLE,
    /** A connection is being made. */
    CONNECT,
    /** Waits for the peer to connect, or for the next try. */
    ACTIVE,
    OPEN_SENT,
    OPEN_CONFIRM,
    /** The peer knows what it is to be told. */
    ESTABLISHED
}
