package dev.sluice.director.own.vrrp;

import dev.sluice.director.packet.MessageRefusal;
import org.jspecify.annotations.Nullable;

/** Why a packet of the protocol changes nothing. Each is counted. */
public enum Refusal implements Received, MessageRefusal {
    TRUNCATED("shorter than it says"),
    FAR_AWAY("its TTL or hop limit is not 255: it came through a router"),
    VERSION("neither version 3 nor version 2 over IPv4", "have all of them speak version 3, or 2"),
    NOT_ADVERTISEMENT("not an advertisement, the only type there is"),
    CHECKSUM(
            "its checksum is wrong by either reading", "look for who changes packets on their way"),
    NO_ADDRESSES("names no address"),
    INTERVAL(
            "its interval is 0, or under version 2 not the one configured here",
            "give both the same `interval`"),
    AUTHENTICATION(
            "authenticates itself, which version 2 gave up (RFC 3768 §10)",
            "take `authentication` out at the other end"),
    UNKNOWN_ROUTER("of a virtual router that is not configured here"),
    OTHER_VERSION("of another version than is configured here", "give both the same `version`"),
    NOT_A_PEER("from an address that is not among the unicast peers"),
    OWN("sent by this director itself"),
    STALLED("queued while this director stood still");

    private final String words;
    private final @Nullable String remedy;

    Refusal(String words) {
        this(words, null);
    }

    Refusal(String words, @Nullable String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public @Nullable String remedy() {
        return remedy;
    }
}
