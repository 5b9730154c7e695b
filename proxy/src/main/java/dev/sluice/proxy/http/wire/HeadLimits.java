package dev.sluice.proxy.http.wire;

/**
 * How large a head may be.
 *
 * @param headBytes the whole head with its last empty line, in bytes
 * @param targetBytes the request target, in bytes
 * @param headers how many header lines
 */
public record HeadLimits(int headBytes, int targetBytes, int headers) {
    public static final HeadLimits DEFAULT = new HeadLimits(32 * 1024, 16 * 1024, 128);

    /** Trailers after a chunked body: RFC 9112 §7.1.2 lets a recipient bound them. */
    static final HeadLimits TRAILERS = new HeadLimits(8 * 1024, 0, 64);

    public HeadLimits {
        if (headBytes < 256 || targetBytes < 0 || headers < 1) {
            throw new IllegalArgumentException(
                    "a head needs 256 bytes and one header at least: "
                            + headBytes
                            + ", "
                            + headers);
        }
    }
}
