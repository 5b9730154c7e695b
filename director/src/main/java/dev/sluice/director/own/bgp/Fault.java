package dev.sluice.director.own.bgp;

import java.util.Locale;

/**
 * Why a session ends, as a NOTIFICATION says it: RFC 4271 §4.5 and §6, RFC 4486 (Cease), RFC 6608
 * (unexpected messages), RFC 7313 §5 (route refresh), RFC 9384 (BFD).
 */
enum Fault {
    MARKER(1, 1, "a header does not begin with its marker"),
    MESSAGE_LENGTH(1, 2, "a message is shorter or longer than its kind can be"),
    MESSAGE_TYPE(1, 3, "a message is of no known kind"),
    OPEN_MALFORMED(2, 0, "its OPEN ends in the middle of something"),
    VERSION(2, 1, "it does not speak version 4"),
    PEER_AS(2, 2, "it is of another autonomous system than configured"),
    IDENTIFIER(2, 3, "its identifier is zero or this director's own"),
    OPTIONAL_PARAMETER(2, 4, "its OPEN has a parameter that is no capability"),
    HOLD_TIME(2, 6, "its hold time is 1 or 2 seconds"),
    UPDATE_MALFORMED(3, 1, "an UPDATE's lengths do not fit together"),
    HOLD_EXPIRED(4, 0, "it said nothing for the hold time"),
    UNEXPECTED_IN_OPEN_SENT(5, 1, "it said something before its OPEN"),
    UNEXPECTED_IN_OPEN_CONFIRM(5, 2, "it said something before its first KEEPALIVE"),
    UNEXPECTED_IN_ESTABLISHED(5, 3, "it opened an open session"),
    SHUTDOWN(6, 2, "this director is taken out of service"),
    REJECTED(6, 5, "a session with this director is open already, or none is wanted"),
    COLLISION(6, 7, "both ends connected at once, and the other connection stays"),
    NO_PROGRESS(6, 8, "this director does not forward packets"),
    BFD_DOWN(6, 10, "BFD lost the other end"),
    REFRESH_LENGTH(7, 1, "a route refresh is too long or too short");

    private final int code;
    private final int subcode;
    private final String words;

    Fault(int code, int subcode, String words) {
        this.code = code;
        this.subcode = subcode;
        this.words = words;
    }

    int code() {
        return code;
    }

    int subcode() {
        return subcode;
    }

    /** Whether it is of what the peer said, not of what it left unsaid or this director wants. */
    boolean isRefusal() {
        return code != HOLD_EXPIRED.code && code != SHUTDOWN.code;
    }

    /** As counters name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What an operator is told. */
    String words() {
        return words;
    }
}
