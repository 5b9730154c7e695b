package dev.sluice.model;

/** What becomes of a client's packets that belong to a connection which no director knows. */
public enum NoSessionMode {
    RESET,
    DROP
}
