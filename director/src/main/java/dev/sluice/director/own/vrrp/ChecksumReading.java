package dev.sluice.director.own.vrrp;

/**
 * What the checksum of version 3 over IPv4 covers, where implementations differ: RFC 5798 §5.2.8
 * can be read either way, and RFC 9568 §5.2.8 leaves the pseudo-header to IPv6.
 */
public enum ChecksumReading {
    /** The addresses and length too, as over IPv6; what keepalived does unless told otherwise. */
    WITH_PSEUDO_HEADER,

    /** The message alone, as in version 2. */
    MESSAGE_ONLY
}
