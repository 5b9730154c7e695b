package dev.sluice.app.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 that nobody held a moment ago; each is given once.
 *
 * <p>They are below those that the system gives to clients, which would else take one before it is
 * listened on.
 */
public final class FreePorts {
    private static final int ATTEMPTS = 50;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** A port that is free for TCP and for UDP. */
    public static synchronized int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (var tcp = new ServerSocket(port, 1, address.getAddress());
                    var udp = new DatagramSocket(null)) {
                udp.bind(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
                if (GIVEN.add(tcp.getLocalPort())) {
                    return tcp.getLocalPort();
                }
            } catch (IOException taken) {
                if (attempt == ATTEMPTS - 1) {
                    throw new UncheckedIOException(taken);
                }
            }
        }
        throw new AssertionError("no free port");
    }
}
