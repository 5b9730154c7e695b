package dev.sluice.app.demo;

import dev.sluice.app.CommandFailed;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;

/** Where the demonstration's listeners listen on 127.0.0.1. */
public record DemoPorts(int tcp, int udp, int http, int https) {
    public static final DemoPorts USUAL = new DemoPorts(7001, 7053, 7080, 7443);

    /** Ports that the system has free just now. */
    public static DemoPorts free() {
        try (var tcp = new ServerSocket(0);
                var udp = new DatagramSocket(0);
                var http = new ServerSocket(0);
                var https = new ServerSocket(0)) {
            return new DemoPorts(
                    tcp.getLocalPort(),
                    udp.getLocalPort(),
                    http.getLocalPort(),
                    https.getLocalPort());
        } catch (IOException e) {
            throw new CommandFailed("there is no free port: " + e.getMessage(), e);
        }
    }
}
