package dev.sluice.app.lab;

import dev.sluice.linux.space.NetworkSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches, at the switch, every TCP segment with RST that leaves a director. Left out are those
 * that end its own questions: its kernel's health checks, and its workers' from local addresses to
 * servers that have a virtual address.
 */
final class ResetWatch implements AutoCloseable {
    private static final String RESETS =
            "((ip and tcp[13] & 4 != 0) or (ip6 and ip6[6] == 6 and ip6[53] & 4 != 0))"
                    + " and not src host 192.0.2.11 and not src host 10.1.0.11"
                    + " and not src host 2001:db8:2::11 and not src host 2001:db8:10::11"
                    + " and not (src net 198.18.1.0/28 and dst net 203.0.113.0/24)"
                    + " and not (src net 2001:db8:18:1::/64 and dst net 2001:db8:113::/64)";

    private final List<Process> captures = new ArrayList<>();

    private ResetWatch() {}

    /** Begins; whatever is sent after this returns is seen. */
    static ResetWatch begin(NetworkSpace theSwitch, String director) {
        var watch = new ResetWatch();
        for (String port : List.of("f-" + director, "b-" + director)) {
            watch.captures.add(
                    theSwitch.start(
                            new ProcessBuilder(
                                            "tcpdump",
                                            "-lnn",
                                            "--immediate-mode",
                                            "-Q",
                                            "in",
                                            "-i",
                                            port,
                                            RESETS)
                                    .redirectErrorStream(true)));
        }
        watch.captures.forEach(ResetWatch::awaitListening);
        return watch;
    }

    /** Ends, and says what was seen, a line each. */
    List<String> end() {
        var seen = new ArrayList<String>();
        for (Process capture : captures) {
            capture.toHandle().destroy(); // the process's own destroy() would close what it said
            reader(capture).lines().filter(line -> line.contains("Flags")).forEach(seen::add);
        }
        return seen;
    }

    @Override
    public void close() {
        captures.forEach(Process::destroyForcibly);
    }

    private static void awaitListening(Process capture) {
        try {
            BufferedReader out = reader(capture);
            String line = out.readLine();
            while (line != null && !line.startsWith("listening on")) {
                line = out.readLine();
            }
            if (line == null) {
                throw new AssertionError("tcpdump listens at the switch");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process's own reader, always the same, so that nothing read ahead is lost. */
    private static BufferedReader reader(Process capture) {
        return capture.inputReader(StandardCharsets.UTF_8);
    }
}
