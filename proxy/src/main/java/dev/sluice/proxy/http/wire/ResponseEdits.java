package dev.sluice.proxy.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * How an answer's head is changed on its way to the client, beside what the protocol asks for.
 *
 * <p>Reused: {@link #begin} before each answer. Owned by one event loop.
 */
public final class ResponseEdits {
    final ValueEdit value = new ValueEdit();
    final EncodingEdit encoding = new EncodingEdit();
    int clientMinor = 1;
    boolean keepAlive;
    BodyFraming framing = BodyFraming.NONE;
    byte @Nullable [] lines;

    /**
     * Back to no change but these.
     *
     * @param clientMinor the client's HTTP/1.x
     * @param keepAlive whether the client's connection stays open; false where the body is framed
     *     by its end
     * @param framing of the body to the client, mostly {@link BodyFraming#toClient}
     */
    public void begin(int clientMinor, boolean keepAlive, BodyFraming framing) {
        this.clientMinor = clientMinor;
        this.keepAlive = keepAlive && framing != BodyFraming.UNTIL_CLOSE;
        this.framing = framing;
        lines = null;
        encoding.clear();
        value.clear();
    }

    /** Adds header lines, each with its CR and LF; only bytes made here, never a client's. */
    public void addLines(byte[] lines) {
        this.lines = lines;
    }

    /**
     * The body is compressed on its way: says so and that it depends on Accept-Encoding, makes a
     * strong ETag weak, and takes back the offer of ranges. The framing must not be by length.
     */
    public void gzip() {
        encoding.gzip = true;
        encoding.varies = true;
    }

    /** The body is as it was, but depends on Accept-Encoding. */
    public void variesByEncoding() {
        encoding.varies = true;
    }

    /** Replaces bytes of a header's value, such as a cookie's; see {@link RequestEdits}. */
    public void replaceValue(int from, int to, byte[] replacement) {
        value.set(from, to, replacement);
    }
}
