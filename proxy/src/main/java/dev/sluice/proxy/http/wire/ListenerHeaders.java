package dev.sluice.proxy.http.wire;

import org.jspecify.annotations.Nullable;

/**
 * The forwarding headers that are the same for all requests of a listener, as bytes. Immutable.
 *
 * <p>A part that is null is not sent.
 */
public final class ListenerHeaders {
    final byte @Nullable [] proto;
    final byte @Nullable [] port;
    final byte @Nullable [] address;
    final byte @Nullable [] id;
    final boolean clientPort;
    final byte[] defaultHost;

    /**
     * @param proto {@code http} or {@code https}, for X-Forwarded-Proto
     * @param port the listener's port, for X-Forwarded-Port; 0 for none
     * @param clientPort whether X-Forwarded-Client-Port is sent
     * @param address the virtual address, for SLB-IP
     * @param id the load balancer's id, for SLB-ID
     * @param defaultHost the Host of HTTP/1.0 requests that have none: the virtual address, with
     *     port where it is not the scheme's own
     */
    public ListenerHeaders(
            @Nullable String proto,
            int port,
            boolean clientPort,
            @Nullable String address,
            @Nullable String id,
            String defaultHost) {
        this.proto = line("X-Forwarded-Proto", proto);
        this.port = line("X-Forwarded-Port", port == 0 ? null : Integer.toString(port));
        this.clientPort = clientPort;
        this.address = line("SLB-IP", address);
        this.id = line("SLB-ID", id);
        this.defaultHost = Scratch.ascii(defaultHost);
    }

    /** The Host of requests that have none; not to be changed. */
    public byte[] defaultHost() {
        return defaultHost;
    }

    private static byte @Nullable [] line(String name, @Nullable String value) {
        return value == null ? null : Scratch.ascii(name + ": " + value + "\r\n");
    }
}
