package dev.sluice.model;

/** What a health check speaks. */
public enum CheckType {
    TCP,
    HTTP,
    HTTPS,
    UDP,
    OFF
}
