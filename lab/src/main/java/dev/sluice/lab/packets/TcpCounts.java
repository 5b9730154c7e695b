package dev.sluice.lab.packets;

import dev.sluice.linux.space.NetworkSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a host's TCP has counted so far, by /proc/net/snmp.
 *
 * @param in segments that came
 * @param out segments that were sent for the first time
 * @param again segments that were sent again
 */
record TcpCounts(long in, long out, long again) {
    private static final Path FILE = Path.of("/proc/thread-self/net/snmp");
    private static final String TCP = "Tcp: ";

    static TcpCounts of(NetworkSpace host) {
        return parse(host.call(() -> Files.readAllLines(FILE)));
    }

    static TcpCounts parse(List<String> lines) {
        List<List<String>> tcp =
                lines.stream()
                        .filter(line -> line.startsWith(TCP))
                        .map(line -> List.of(line.split(" ")))
                        .toList();
        return new TcpCounts(
                value(tcp, "InSegs"), value(tcp, "OutSegs"), value(tcp, "RetransSegs"));
    }

    private static long value(List<List<String>> tcp, String name) {
        return Long.parseLong(tcp.get(1).get(tcp.getFirst().indexOf(name)));
    }

    /** How many segments were sent by either of two hosts, and did not come to the other. */
    static long lost(TcpCounts one, TcpCounts other) {
        return one.out + one.again - other.in + other.out + other.again - one.in;
    }
}
