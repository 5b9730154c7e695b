package dev.sluice.director.own.bfd;

/** Why a session is not up: RFC 5880 §4.1. */
enum Diagnostic {
    NONE(0),
    DETECTION_TIME_EXPIRED(1),
    NEIGHBOR_SIGNALED_DOWN(3),
    /** The workers make no progress. */
    FORWARDING_PLANE_RESET(4),
    ADMINISTRATIVELY_DOWN(7);

    private final int number;

    Diagnostic(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
