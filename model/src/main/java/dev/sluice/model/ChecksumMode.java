package dev.sluice.model;

/** What a director does to TCP and UDP checksums of packets that it changes. */
public enum ChecksumMode {
    UPDATE,
    RECOMPUTE
}
