package dev.sluice.director.session;

/** Why a session ended. */
public enum Ending {
    /** Nothing was seen of it for as long as its state allows. */
    EXPIRED,
    /** It was half-open or unanswered, and its place was needed. */
    EVICTED,
    /** Whoever owns the table wanted it. */
    REMOVED
}
