package dev.sluice.director.own.bgp;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a session counts, and why it ended last. For its thread. */
final class SessionCounts {
    /** Of an UPDATE that is taken without it. */
    static final String ODD_ATTRIBUTE = "odd_attribute";

    private final Map<Fault, Long> ends = new EnumMap<>(Fault.class);
    private long established;
    private long received;
    private long oddAttributes;
    private String lastEnd = "";

    void established() {
        established++;
    }

    void received() {
        received++;
    }

    void oddAttributes(int more) {
        oddAttributes += more;
    }

    /** This end closed. */
    void ended(Fault why) {
        ends.merge(why, 1L, Long::sum);
        if (why != Fault.COLLISION && why != Fault.REJECTED) {
            lastEnd = why.words();
        }
    }

    /** The peer closed, and said so. */
    void told(int code, int subcode) {
        for (Fault fault : Fault.values()) {
            if (fault.code() == code && fault.subcode() == subcode) {
                lastEnd = "the peer says: " + fault.name().toLowerCase(Locale.ROOT);
                return;
            }
        }
        lastEnd = "the peer says: code " + code + ", subcode " + subcode;
    }

    /** The connection ended without a word. */
    void lost() {
        lastEnd = "the connection ended";
    }

    long establishedCount() {
        return established;
    }

    long receivedCount() {
        return received;
    }

    long oddAttributesCount() {
        return oddAttributes;
    }

    /** What the peer said that was not taken, by the reason's label. */
    Map<String, Long> refused() {
        var refused = new TreeMap<String, Long>();
        ends.forEach((fault, count) -> {
            if (fault.isRefusal()) {
                refused.put(fault.label(), count);
            }
        });
        if (oddAttributes > 0) {
            refused.put(ODD_ATTRIBUTE, oddAttributes);
        }
        return refused;
    }

    Map<Fault, Long> ends() {
        return ends;
    }

    String lastEnd() {
        return lastEnd;
    }
}
