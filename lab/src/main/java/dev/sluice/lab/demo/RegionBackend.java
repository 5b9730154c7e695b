package dev.sluice.lab.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A backend of a region, on a machine of its own: HTTP answers in JSON who it is and whom it saw,
 * TCP says its name on the first line and then echoes, UDP sends each datagram back behind its
 * name.
 *
 * <p>TCP is accepted on every address. UDP is not: an answer must come from the address that was
 * asked, so each is bound by itself.
 */
public final class RegionBackend implements AutoCloseable {
    public static final int HTTP_PORT = 8080;
    public static final int TCP_PORT = 7001;
    public static final int UDP_PORT = 7053;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private RegionBackend() {}

    /** Opens all of them; they serve when this returns. */
    public static RegionBackend start(String name, List<InetSocketAddress> udpAddresses)
            throws IOException {
        var backend = new RegionBackend();
        try {
            backend.open.push(JsonBackend.start(name, new InetSocketAddress(HTTP_PORT)));
            backend.open.push(EchoBackend.start(name, new InetSocketAddress(TCP_PORT)));
            backend.open.push(DatagramBackend.start(name, udpAddresses));
            return backend;
        } catch (IOException e) {
            backend.close();
            throw e;
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError("a backend closes without fuss", e);
        }
    }
}
