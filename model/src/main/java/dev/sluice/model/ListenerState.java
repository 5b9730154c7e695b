package dev.sluice.model;

/** Whether a listener takes connections. */
public enum ListenerState {
    STARTED,
    STOPPED
}
