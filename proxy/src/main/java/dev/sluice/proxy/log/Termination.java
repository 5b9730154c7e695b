package dev.sluice.proxy.log;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Why a request did not end as it should; the log's {@code termination}. */
public enum Termination {
    /** It ended as it should: the answer was sent whole. */
    NONE,
    /** The client closed its connection before it had the whole answer. */
    CLIENT_ABORTED,
    /** The client was too slow in sending its request or in taking the answer. */
    CLIENT_TIMEOUT,
    /** No connection to a server could be made. */
    SERVER_UNREACHABLE,
    /** The server did not answer in time. */
    SERVER_TIMEOUT,
    /** The server answered something that is not HTTP. */
    SERVER_GARBAGE,
    /** The server closed its connection before the end of its answer. */
    SERVER_ABORTED,
    /** There is no server that could take it. */
    NO_SERVER,
    /** The request broke a rule of HTTP. */
    BAD_REQUEST;

    private final byte[] label =
            name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

    byte[] label() {
        return label;
    }
}
