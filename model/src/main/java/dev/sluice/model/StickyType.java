package dev.sluice.model;

/** Whether the cookie is ours (insert) or the server's own with its value marked (rewrite). */
public enum StickyType {
    INSERT,
    REWRITE
}
