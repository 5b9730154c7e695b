package dev.sluice.model;

/** What a listener speaks with its clients. */
public enum Protocol {
    TCP,
    UDP,
    HTTP,
    HTTPS
}
