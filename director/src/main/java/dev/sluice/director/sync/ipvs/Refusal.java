package dev.sluice.director.sync.ipvs;

import dev.sluice.director.packet.MessageRefusal;
import org.jspecify.annotations.Nullable;

/** Why a message of IPVS, or an entry of one, was not taken. Each is counted. */
public enum Refusal implements MessageRefusal {
    TRUNCATED(Reach.MESSAGE, "shorter than any message"),
    LENGTH(Reach.MESSAGE, "says another length than it has"),
    OTHER_SYNC_ID(
            Reach.MESSAGE,
            "of another syncid than is configured here",
            "give cluster.sync.ipvs the `syncId` of keepalived, or another `port` to each group"),
    OWN_CLUSTER(Reach.MESSAGE, "from a director of this cluster, which tells of it otherwise"),
    ENTRY_TRUNCATED(Reach.REST, "an entry goes beyond the message's end, or is missing"),
    ENTRY_VERSION(
            Reach.REST,
            "an entry of another version than 0",
            "set net.ipv4.vs.sync_version=1 at LVS"),
    ENTRY_TYPE(Reach.REST, "an entry that is neither of IPv4 nor of IPv6"),
    OPTION_MALFORMED(Reach.REST, "an option that is empty, cut off or of the wrong length"),
    OPTION_TWICE(Reach.REST, "an option that comes twice"),
    OPTION_UNKNOWN(Reach.ENTRY, "an option that is not known and may not be ignored"),
    PROTOCOL(Reach.ENTRY, "neither TCP nor UDP"),
    STATE(Reach.ENTRY, "a state that its protocol does not have"),
    ENGINE(Reach.ENTRY, "of a persistence engine: there is none here"),
    SHIFTS(Reach.ENTRY, "sequence numbers shifted in a way that cannot be continued here"),
    NO_CLIENT_PORT(Reach.ENTRY, "a connection that the client has not opened yet"),
    HALF_OPEN(Reach.ENTRY, "a connection that is not established yet"),
    OVER(Reach.ENTRY, "a connection that is over, and was not known"),
    METHOD(
            Reach.ENTRY,
            "packets reach the server in another way than the listener's",
            "give load balancers the `forwarding` that LVS has"),
    UNKNOWN_SERVICE(
            Reach.ENTRY,
            "of an address and port that no listener has",
            "add the listeners that LVS has and that are missing here"),
    UNKNOWN_SERVER(
            Reach.ENTRY,
            "of a server that the listener's group does not have",
            "add the servers that LVS has and that are missing here"),
    NOT_PERSISTENT(Reach.ENTRY, "binds a client, which the listener does not"),
    BOUND_OTHERWISE(Reach.ENTRY, "a client who is bound to another server here"),
    STALE(Reach.ENTRY, "contradicts a session that lives, or is over here"),
    NO_ROOM(Reach.ENTRY, "a session more than there is room for");

    /** What is passed over. */
    enum Reach {
        MESSAGE,
        /** This entry and all that come after it in the message: where they begin is not known. */
        REST,
        ENTRY
    }

    private final Reach reach;
    private final String words;
    private final @Nullable String remedy;

    Refusal(Reach reach, String words) {
        this(reach, words, null);
    }

    Refusal(Reach reach, String words, @Nullable String remedy) {
        this.reach = reach;
        this.words = words;
        this.remedy = remedy;
    }

    Reach reach() {
        return reach;
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
