package dev.sluice.lab.failover;

import dev.sluice.linux.space.NetworkSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Packets that did not arrive, as those see it who sent them.
 *
 * @param sent datagrams by clients
 * @param answered datagrams that came back
 * @param again TCP segments that clients and servers had to send again
 */
record Losses(long sent, long answered, long again) {
    private static final Path COUNTS = Path.of("/proc/thread-self/net/snmp");
    private static final String TCP = "Tcp: ";
    private static final String AGAIN = "RetransSegs";

    /** What there was until now; no datagram may be on its way. */
    static Losses of(Talks talks, long again) {
        long sent = 0;
        long answered = 0;
        for (Talk talk : talks.talks()) {
            if (talk.kind.isDatagrams()) {
                sent += talk.sent;
                answered += talk.received;
            }
        }
        return new Losses(sent, answered, again);
    }

    /** How many segments a namespace's sockets have sent again. */
    static long again(NetworkSpace space) {
        List<String> tcp =
                space.call(() -> Files.readAllLines(COUNTS)).stream()
                        .filter(line -> line.startsWith(TCP))
                        .toList();
        int place = List.of(tcp.getFirst().split(" ")).indexOf(AGAIN);
        return Long.parseLong(tcp.getLast().split(" ")[place]);
    }

    Losses since(Losses before) {
        return new Losses(sent - before.sent, answered - before.answered, again - before.again);
    }

    /** In words. */
    String words() {
        return "%,d of %,d datagrams lost, %,d TCP segments sent again"
                .formatted(sent - answered, sent, again);
    }
}
