package dev.sluice.model;

/**
 * What a user wants, one thing at a time. Identity, revision and status are added by the store and
 * are not part of it.
 */
public sealed interface Resource
        permits LoadBalancer,
                Listener,
                Rule,
                ServerGroup,
                Certificate,
                AccessList,
                Director,
                Cluster {
    /** Unique per account and kind; 1–128 letters, digits, {@code . _ -}. */
    String name();

    /** Whose it is. */
    String account();

    Kind kind();
}
