package dev.sluice.director.packet;

/**
 * Why a frame went no further. Each is counted. The order is nobody's business but the counters'.
 */
public enum Drop {
    NONE("used up: answered, joined or taken in"),
    TRUNCATED("shorter than its headers say"),
    MALFORMED("headers contradict themselves"),
    BAD_IP_CHECKSUM("IPv4 header checksum is wrong"),
    FOREIGN_MAC("addressed to another machine's MAC"),
    NOT_IP("neither IP nor something that is answered"),
    UNKNOWN_PROTOCOL("an IP protocol that no listener has"),
    SPOOFED("source is one of our own addresses, multicast, broadcast or zero"),
    LAND("source and destination are the same"),
    PORT_ZERO("source or destination port 0"),
    TTL_EXPIRED("TTL or hop limit used up"),
    NO_LISTENER("no listener at that address and port"),
    NO_SESSION("a segment of a connection that is not known"),
    ACCESS_LIST("client not let in"),
    CONNECTION_LIMIT("too many connections open"),
    RATE_LIMIT("too many new connections a second"),
    BANDWIDTH("over the bandwidth"),
    NO_BACKEND("no server that may get work"),
    NO_LOCAL_PORT("local addresses and ports are used up"),
    SESSIONS_FULL("session table is full"),
    BAD_COOKIE("acknowledgement without a valid SYN cookie"),
    NOT_ON_LINK("the server is behind a router, where only its MAC could be written"),
    LOOP("would come back: the server is an address of our own"),
    NEXT_HOP_UNRESOLVED("MAC of the next hop is not known yet"),
    TOO_BIG("larger than the way out takes, and may not be cut"),
    FRAGMENT_LIMIT("too many or too old fragments"),
    FRAGMENT_UNCHANGEABLE("a part of a packet that would have to be changed as a whole"),
    FRAGMENT_OVERLAP("fragments overlap"),
    ICMP_UNRELATED("an ICMP message about nothing that is known"),
    NO_SPARE_FRAME("no free frame to answer with"),
    BACKEND_GONE("the session's server was removed"),
    HAND_OVER_FULL("the owning worker's ring is full"),
    TRANSMIT_FULL("the port's transmit ring is full"),
    SOURCE_ROUTED("says by itself which way to go"),
    NOT_OURS("asks about an address that is not ours"),
    TUPLE_TAKEN("from its server it would look like another session"),
    BEFORE_HEADER("lies where the PROXY header goes, before a client's first byte"),
    UNKNOWN_TO_ALL("a packet of a session that no director of the cluster knows"),
    TOO_MANY_UNKNOWN("more packets of unknown sessions than other directors are asked about"),
    STALE("waited while the director stood still"),
    UNANSWERED("a packet of an unknown session, about which not all directors answered in time");

    private final String words;

    Drop(String words) {
        this.words = words;
    }

    /** The reason in words. */
    public String words() {
        return words;
    }
}
