package dev.sluice.director.own.bgp;

/**
 * What a session does to the world. None of it comes back at once: what becomes of it is told
 * later, by {@link PeerSession#connected}, {@link PeerSession#closed} and {@link
 * PeerSession#received}.
 */
interface Wire {
    /** Begins an outgoing connection. */
    void connect();

    void send(Side side, byte[] message);

    /** Lets what was sent go out and closes. Nothing is told of this connection afterwards. */
    void close(Side side);
}
