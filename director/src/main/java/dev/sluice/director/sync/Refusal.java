package dev.sluice.director.sync;

/** Why a datagram or a part of one was not taken. Each is counted. */
public enum Refusal {
    TRUNCATED("shorter than any datagram of a director's, or than it says"),
    NOT_AUTHENTIC("not made with this cluster's secret, or changed on its way"),
    NOT_SYNC("something else than session synchronisation"),
    UNKNOWN_VERSION("a release too far from this one"),
    FOREIGN_CLUSTER("another cluster's"),
    OWN_NUMBER("another director has this one's number"),
    UNPROVEN("from a director that has not shown yet that it is there now"),
    REPLAYED("seen before"),
    TOO_FAR("so far ahead of what is known that only a bulk transfer helps"),
    MALFORMED("contradicts itself"),
    TOO_MANY_PEERS("from one director more than there may be"),
    BOOK_FULL("a session more than there is room for"),
    BULK_OUT_OF_PLACE("a part of a bulk transfer that nobody waits for"),
    UNASKED("an answer to a question that was not asked");

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** For an operator. */
    public String words() {
        return words;
    }
}
