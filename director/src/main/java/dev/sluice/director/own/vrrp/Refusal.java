package dev.sluice.director.own.vrrp;

import java.util.Locale;

/** Why a packet of the protocol changes nothing. Each is counted. */
public enum Refusal implements Received {
    TRUNCATED("shorter than it says"),
    FAR_AWAY("its TTL or hop limit is not 255: it came through a router"),
    VERSION("neither version 3 nor version 2 over IPv4"),
    NOT_ADVERTISEMENT("not an advertisement, the only type there is"),
    CHECKSUM("its checksum is wrong by either reading"),
    NO_ADDRESSES("names no address"),
    INTERVAL("its interval is 0, or under version 2 not the one configured here"),
    AUTHENTICATION("authenticates itself, which version 2 gave up (RFC 3768 §10)"),
    UNKNOWN_ROUTER("of a virtual router that is not configured here"),
    OTHER_VERSION("of another version than is configured here"),
    NOT_A_PEER("from an address that is not among the unicast peers"),
    OWN("sent by this director itself"),
    STALLED("queued while this director stood still");

    private final String why;

    Refusal(String why) {
        this.why = why;
    }

    /** In words. */
    public String why() {
        return why;
    }

    /** As counters name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
