package dev.sluice.lab.load;

import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import dev.sluice.lab.process.Requirement;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Load of one TLS 1.3 handshake and one HTTP/1.0 request per connection, by {@code openssl s_time}.
 *
 * <p>Several run beside each other, since each has one connection at a time. The request is needed
 * to be handed a session ticket, which TLS 1.3 sends after the handshake (RFC 8446 section 4.6.1).
 * s_time marks each connection: {@code *} for a full handshake, {@code r} for a resumed one; only
 * those of the wanted sort count, the first of a resuming run aside.
 *
 * @param folder where the output is kept
 * @param path what is asked for
 * @param resumed whether sessions are resumed
 */
public record Handshakes(Path folder, String path, boolean resumed) implements Load {
    private static final int PROCESSES = 4;
    private static final Pattern MARKS = Pattern.compile("^[*r]+", Pattern.MULTILINE);
    private static final Pattern BYTES =
            Pattern.compile("real seconds, (\\d+) bytes read per connection");

    @Override
    public LoadReport run(URI origin, int seconds) throws LabFailure {
        List<Program> running = new ArrayList<>();
        long startNs = System.nanoTime();
        try {
            for (int number = 0; number < PROCESSES; number++) {
                String name = "s_time-" + number;
                running.add(Program.start(name, Core.LOAD, folder, command(origin, seconds)));
            }
            long right = 0;
            long wrong = 0;
            for (Program program : running) {
                String output = program.await(program.name(), seconds + 30).output();
                right += count(output, resumed ? 'r' : '*');
                wrong += failures(output);
            }
            double tookSeconds = (System.nanoTime() - startNs) / 1e9; // s_time rounds up its own
            return new LoadReport(right, wrong, tookSeconds, Double.NaN, Double.NaN);
        } finally {
            running.forEach(Program::close);
        }
    }

    private List<String> command(URI origin, int seconds) {
        return List.of(
                Requirement.OPENSSL.path(),
                "s_time",
                "-connect",
                origin.getHost() + ":" + origin.getPort(),
                "-tls1_3",
                resumed ? "-reuse" : "-new",
                "-time",
                Integer.toString(seconds),
                "-www",
                path);
    }

    /**
     * Connections of the unwanted sort; one failure more where nothing was read from the server.
     */
    private long failures(String output) {
        long unwanted = count(output, resumed ? '*' : 'r');
        long allowed = resumed ? 1 : 0;
        Matcher bytes = BYTES.matcher(output);
        boolean answered = bytes.find() && Long.parseLong(bytes.group(1)) > 0;
        return Math.max(0, unwanted - allowed) + (answered ? 0 : 1);
    }

    static long count(String output, char mark) {
        Matcher marks = MARKS.matcher(output);
        long count = 0;
        while (marks.find()) {
            count += marks.group().chars().filter(each -> each == mark).count();
        }
        return count;
    }
}
