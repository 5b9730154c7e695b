package dev.sluice.model;

/** What the checksum of VRRP version 3 over IPv4 covers, where implementations differ. */
public enum VrrpChecksum {
    /** The addresses too, as over IPv6 (RFC 5798 as keepalived reads it). */
    PSEUDO_HEADER,

    /** The message alone (RFC 9568). */
    MESSAGE
}
