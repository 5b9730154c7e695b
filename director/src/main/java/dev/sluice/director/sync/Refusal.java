package dev.sluice.director.sync;

import dev.sluice.director.packet.MessageRefusal;
import org.jspecify.annotations.Nullable;

/** Why a datagram or a part of one was not taken. Each is counted. */
public enum Refusal implements MessageRefusal {
    TRUNCATED("shorter than any datagram of a director's, or than it says"),
    NOT_AUTHENTIC(
            "not made with this cluster's secret, or changed on its way",
            "give all directors of the cluster the same cluster.sync.secretFile, and keep others off their network"),
    NOT_SYNC("something else than session synchronisation"),
    UNKNOWN_VERSION("a release too far from this one", "upgrade directors one release at a time"),
    FOREIGN_CLUSTER("another cluster's"),
    OWN_NUMBER("another director has this one's number", "give each director another `number`"),
    UNPROVEN("from a director that has not shown yet that it is there now"),
    REPLAYED("seen before"),
    TOO_FAR("so far ahead of what is known that only a bulk transfer helps"),
    MALFORMED("contradicts itself"),
    TOO_MANY_PEERS(
            "from one director more than there may be",
            "make several clusters of so many directors"),
    BOOK_FULL("a session more than there is room for"),
    BULK_OUT_OF_PLACE("a part of a bulk transfer that nobody waits for"),
    UNASKED("an answer to a question that was not asked");

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
