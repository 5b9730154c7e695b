package dev.sluice.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Connects, then resets. A reset rather than a close, so that neither side keeps a connection in
 * TIME-WAIT for each of many probes.
 */
record TcpProbe() implements Probe {
    @Override
    public ProbeResult ask(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoLinger(true, 0);
            socket.connect(server);
            return ProbeResult.SUCCESS;
        }
    }
}
