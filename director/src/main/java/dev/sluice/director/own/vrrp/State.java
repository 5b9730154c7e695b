package dev.sluice.director.own.vrrp;

/** What a virtual router is at a director. */
public enum State {
    /** Not begun, or drained, or ended. */
    STOPPED,

    /** Something that it needs does not work: it owns nothing and waits. */
    FAULT,

    /** Somebody else has the addresses, or will say so before its time is over. */
    BACKUP,

    /** Owns the addresses and says so. */
    MASTER
}
