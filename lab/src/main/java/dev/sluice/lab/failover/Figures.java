package dev.sluice.lab.failover;

import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a node's metrics say at a moment; nothing where it does not answer. */
record Figures(String text) {
    private static final InetSocketAddress OBSERVED =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9090);
    private static final String ASKED = "GET /metrics HTTP/1.0\r\nHost: node\r\n\r\n";
    private static final int LIMIT_MS = 2000;

    /** What may be why connections break, or how it is seen. */
    private static final List<String> TROUBLES =
            List.of(
                    "sluice_unknown_session_resets_total",
                    "sluice_dropped_frames_total",
                    "sluice_xdp_frames_lost",
                    "sluice_sync_peers_lost_total",
                    "sluice_sync_seeks_unanswered_total");

    /** Asks the node of a namespace. */
    static Figures of(NetworkSpace space) {
        return space.call(() -> {
            try (var socket = new Socket()) {
                socket.connect(OBSERVED, LIMIT_MS);
                socket.setSoTimeout(LIMIT_MS);
                socket.getOutputStream().write(ASKED.getBytes(StandardCharsets.US_ASCII));
                byte[] all = socket.getInputStream().readAllBytes();
                return new Figures(new String(all, StandardCharsets.UTF_8));
            } catch (IOException e) {
                return new Figures("");
            }
        });
    }

    /** What there was since the node's start of what should not be. */
    String troubles() {
        return text.lines()
                .filter(line -> TROUBLES.stream().anyMatch(line::startsWith))
                .filter(line -> !line.endsWith(" 0"))
                .collect(Collectors.joining(", "));
    }

    /** The sum of a metric over all its labels; NaN where there is none. */
    double of(String metric) {
        return text.lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }
}
