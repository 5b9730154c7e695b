package dev.sluice.app.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports of 127.0.0.1 that nobody held a moment ago, chosen by the system; each is given once. */
public final class FreePorts {
    private static final int ATTEMPTS = 50;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** A port that is free for TCP and for UDP. */
    public static synchronized int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (var tcp = new ServerSocket(0, 1, address.getAddress());
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
