package dev.sluice.proxy.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A rule of HTTP/1 that a message broke.
 *
 * <p>{@link #status()} is what a client gets whose request did so. A response or its body that
 * breaks any of them gives the client 502. After a violation the connection is closed.
 */
public enum Violation {
    /** No rule was broken. */
    NONE(0, "nothing is wrong"),

    // The line and its bytes
    BARE_CR(400, "a carriage return without a line feed"),
    BARE_LF(400, "a line feed without a carriage return"),
    CONTROL_BYTE(400, "a control byte where text is expected"),

    // Request line, RFC 9112 §3
    REQUEST_LINE(400, "the request line is not METHOD SP TARGET SP VERSION"),
    METHOD(400, "the method is not a token of at most 32 bytes"),
    METHOD_CONNECT(501, "CONNECT is not offered here"),
    TARGET(400, "the request target is not an absolute path or an http URL"),
    TARGET_TOO_LONG(414, "the request target is too long"),
    VERSION_MALFORMED(400, "the protocol version is malformed"),
    VERSION_UNSUPPORTED(505, "only HTTP/1.0 and HTTP/1.1 are spoken here"),

    // Header lines, RFC 9112 §5
    HEADER_NAME(400, "a header name is empty or not a token"),
    HEADER_SPACE_BEFORE_COLON(400, "whitespace between a header name and its colon"),
    HEADER_FOLDED(400, "a header line begins with whitespace"),
    HEADERS_TOO_LARGE(431, "the headers are too large"),
    HEADERS_TOO_MANY(431, "there are too many headers"),
    CONNECTION_OPTIONS(400, "the Connection header is not a short list of tokens"),

    // Host, RFC 9112 §3.2
    HOST_MISSING(400, "the Host header is missing"),
    HOST_REPEATED(400, "the Host header is given more than once"),
    HOST_INVALID(400, "the Host header is not a host name or address with an optional port"),

    // Framing, RFC 9112 §6
    LENGTH_AND_CODING(400, "both Content-Length and Transfer-Encoding are given"),
    LENGTH_REPEATED(400, "Content-Length is given more than once"),
    LENGTH_INVALID(400, "Content-Length is not a plain number"),
    LENGTH_OVERFLOW(400, "Content-Length is too large a number"),
    CODING_REPEATED(400, "Transfer-Encoding or chunked is given more than once"),
    CODING_INVALID(400, "Transfer-Encoding is malformed"),
    CODING_NOT_CHUNKED(400, "Transfer-Encoding does not end in chunked"),
    CODING_UNKNOWN(501, "only the chunked transfer coding is understood"),
    CODING_IN_HTTP_1_0(400, "Transfer-Encoding in an HTTP/1.0 message"),
    EXPECTATION(417, "the only expectation understood is 100-continue"),

    // Chunked bodies, RFC 9112 §7.1
    CHUNK_SIZE(400, "a chunk size is not a hexadecimal number"),
    CHUNK_SIZE_OVERFLOW(400, "a chunk size is too large a number"),
    CHUNK_EXTENSION(400, "a chunk extension is malformed"),
    CHUNK_EXTENSION_TOO_LONG(400, "the chunk extensions are too long"),
    CHUNK_END(400, "a chunk does not end with its line end"),
    TRAILER_FORBIDDEN(400, "a trailer that would change the message's framing or route"),
    TRAILERS_TOO_LARGE(431, "the trailers are too large"),

    /** Not a rule of HTTP but of the listener; counted with them. */
    BODY_TOO_LARGE(413, "the request's body is too large"),

    // Only in responses
    STATUS_LINE(502, "the status line is malformed"),
    UPGRADE_NOT_ASKED(502, "the server switched protocols without being asked"),
    UPGRADE_MALFORMED(502, "the server switched to another protocol than it was asked for");

    private final int status;
    private final String sentence;
    private final String label;
    private final byte[] sentenceBytes;

    Violation(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
        this.label = name().toLowerCase(Locale.ROOT);
        this.sentenceBytes = sentence.getBytes(StandardCharsets.US_ASCII);
    }

    /** The status that a client is answered with; 0 for {@link #NONE}. */
    public int status() {
        return status;
    }

    /** What is wrong, for the answer's body; without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** The value of the metric's {@code kind} label. */
    public String label() {
        return label;
    }

    byte[] sentenceBytes() {
        return sentenceBytes;
    }
}
