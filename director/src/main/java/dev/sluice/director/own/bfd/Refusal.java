package dev.sluice.director.own.bfd;

/** Why a datagram was no control packet for a session: RFC 5880 §6.8.6, RFC 5881 §5. */
enum Refusal {
    /** It came through a router. */
    TTL,
    LENGTH,
    VERSION,
    MULTIPLIER,
    MULTIPOINT,
    DISCRIMINATOR,
    STATE,
    /** It asks for authentication, or claims it. */
    AUTHENTICATION,
    /** No session has this discriminator, or this neighbour. */
    NO_SESSION
}
