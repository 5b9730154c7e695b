package dev.sluice.linux.xdp;

/**
 * How many entries the rings of a socket have, each a power of two. A completion ring has as many
 * as its transmit ring: what the one took, the other must be able to give back.
 *
 * @param receive frames that may wait for their reader; there are as many chunks to receive into
 * @param transmit frames that may wait to be sent
 */
public record RingSizes(int receive, int transmit) {
    /**
     * 4,096 to receive, so that at some 400,000 frames a second nothing is lost while the reader's
     * processor does something else for 10 ms; 2,048 to send.
     */
    public static final RingSizes DEFAULT = new RingSizes(4096, 2048);

    public RingSizes {
        if (Integer.bitCount(receive) != 1 || Integer.bitCount(transmit) != 1) {
            throw new IllegalArgumentException(
                    "ring sizes are powers of two, not " + receive + " and " + transmit);
        }
    }

    /** Most chunks that lie in a socket's rings. */
    public int chunks() {
        return receive * 2 + transmit;
    }
}
