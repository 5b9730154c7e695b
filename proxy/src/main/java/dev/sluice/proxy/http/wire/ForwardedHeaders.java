package dev.sluice.proxy.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * What servers are told about the client of one connection. Immutable; made once a connection.
 *
 * <p>A client that is not a trusted proxy gets no say: whatever it claims about its address,
 * protocol or port is left out, and {@code X-Forwarded-For} is its address alone. A trusted proxy's
 * claims are kept, and its own address is added to {@code X-Forwarded-For}.
 */
public final class ForwardedHeaders {
    private static final byte[] FOR = Scratch.ascii("X-Forwarded-For: ");
    private static final byte[] NEXT = Scratch.ascii(", ");

    private final ListenerHeaders listener;
    private final byte[] client;
    private final byte @Nullable [] clientPort;
    private final boolean trusted;
    private final byte[] untrustedLines;

    /**
     * @param client the client's address as text; kept, not copied
     * @param clientPort used only if the listener sends it
     * @param trusted whether the client is a proxy whose own forwarding headers are kept
     */
    public ForwardedHeaders(
            ListenerHeaders listener, byte[] client, int clientPort, boolean trusted) {
        this.listener = listener;
        this.client = client;
        this.clientPort =
                listener.clientPort
                        ? Scratch.ascii("X-Forwarded-Client-Port: " + clientPort + "\r\n")
                        : null;
        this.trusted = trusted;
        this.untrustedLines = trusted ? new byte[0] : untrustedLines();
    }

    public boolean trusted() {
        return trusted;
    }

    /** The client's address as text. */
    public byte[] client() {
        return client;
    }

    byte[] defaultHost() {
        return listener.defaultHost;
    }

    /** Whether a forwarding header of the client's is passed on as it is. */
    boolean keeps(KnownHeader header) {
        return trusted
                && switch (header) {
                    case X_FORWARDED_FOR -> false;
                    case SLB_IP -> listener.address == null;
                    case SLB_ID -> listener.id == null;
                    default -> true;
                };
    }

    /** Appends all forwarding header lines that are sent beside those kept. */
    void write(HeaderLines lines, Scratch out) {
        if (!trusted) {
            out.add(untrustedLines);
            return;
        }
        out.add(FOR);
        int index = lines.find(KnownHeader.X_FORWARDED_FOR);
        for (; index >= 0; index = lines.next(index)) {
            if (lines.valueEnd(index) > lines.valueStart(index)) {
                out.add(lines.bytes(), lines.valueStart(index), lines.valueEnd(index)).add(NEXT);
            }
        }
        out.add(client).endLine();
        addUnlessSaid(lines, KnownHeader.X_FORWARDED_PROTO, listener.proto, out);
        addUnlessSaid(lines, KnownHeader.X_FORWARDED_PORT, listener.port, out);
        addUnlessSaid(lines, KnownHeader.X_FORWARDED_CLIENT_PORT, clientPort, out);
        add(listener.address, out);
        add(listener.id, out);
    }

    private byte[] untrustedLines() {
        Scratch out = new Scratch();
        out.add(FOR).add(client).endLine();
        add(listener.proto, out);
        add(listener.port, out);
        add(clientPort, out);
        add(listener.address, out);
        add(listener.id, out);
        return java.util.Arrays.copyOf(out.array(), out.length());
    }

    private static void addUnlessSaid(
            HeaderLines lines, KnownHeader header, byte @Nullable [] line, Scratch out) {
        if (lines.find(header) < 0) {
            add(line, out);
        }
    }

    private static void add(byte @Nullable [] line, Scratch out) {
        if (line != null) {
            out.add(line);
        }
    }
}
