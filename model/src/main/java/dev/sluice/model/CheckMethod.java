package dev.sluice.model;

/** The method of an HTTP health check. */
public enum CheckMethod {
    HEAD,
    GET
}
