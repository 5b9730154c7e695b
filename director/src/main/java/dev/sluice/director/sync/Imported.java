package dev.sluice.director.sync;

/** What became of a session that somebody forwards who is no director of the cluster. */
public enum Imported {
    /** It is known from now on. */
    BEGUN,
    /** It was known. */
    AGREES,
    /** Another session of that client lives here, or has only just been replaced there. */
    CONTRADICTS,
    /** It is over. */
    OVER,
    /** There are too many. */
    NO_ROOM
}
