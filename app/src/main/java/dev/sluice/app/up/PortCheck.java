package dev.sluice.app.up;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether a listener's port can be opened, found out by opening and closing it. */
final class PortCheck {
    private PortCheck() {}

    /**
     * Tries a port.
     *
     * @param what whose port it is, for the sentence
     * @param udp whether it is a UDP port
     * @return one sentence with the reason and the remedy; empty if the port can be opened
     */
    static Optional<String> complaint(String what, String address, int port, boolean udp) {
        try {
            var at = new InetSocketAddress(InetAddress.getByName(address), port);
            if (udp) {
                tryUdp(at);
            } else {
                tryTcp(at);
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(what + ": '" + address + "' is not an address");
        } catch (IOException e) {
            return Optional.of(sentence(what, address, port, String.valueOf(e.getMessage())));
        }
    }

    private static void tryTcp(InetSocketAddress at) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(at, 1);
        }
    }

    private static void tryUdp(InetSocketAddress at) throws IOException {
        try (var socket = new DatagramSocket(null)) {
            socket.bind(at);
        }
    }

    private static String sentence(String what, String address, int port, String reason) {
        if (reason.contains("in use")) {
            return "%s: port %d on %s is taken by another process; stop that one or choose another port"
                    .formatted(what, port, address);
        }
        if (reason.contains("ermission")) {
            return "%s: port %d needs privileges; choose one from 1024, or allow it with: sysctl net.ipv4.ip_unprivileged_port_start=%d"
                    .formatted(what, port, port);
        }
        if (reason.contains("assign")) {
            return "%s: %s is not an address of this machine; choose one that `ip address` shows"
                    .formatted(what, address);
        }
        return "%s: cannot open port %d on %s (%s)".formatted(what, port, address, reason);
    }
}
