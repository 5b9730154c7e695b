package dev.sluice.proxy.http.wire;

/** How far a parser came with the bytes it was given. */
public enum ParseResult {
    /** All bytes were taken; the message goes on in the next ones. */
    NEED_MORE,
    /** The head is whole; the buffer's reader index stands on the byte after it. */
    COMPLETE,
    /** The bytes break a rule: answer, close the connection, read nothing more from it. */
    VIOLATION
}
