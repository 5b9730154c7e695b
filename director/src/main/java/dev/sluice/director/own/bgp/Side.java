package dev.sluice.director.own.bgp;

/** Who made a connection. There may be one of each for a moment. */
enum Side {
    OUTGOING,
    INCOMING;

    Side other() {
        return this == OUTGOING ? INCOMING : OUTGOING;
    }
}
