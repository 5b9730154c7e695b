package dev.sluice.lab.load;

import dev.sluice.lab.process.Command;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Load by {@code h2load} at a fixed rate of HTTP/1.1 requests, for latency.
 *
 * <p>h2load prints no percentiles, so they are computed from its log, a line for each request. A
 * request that is due while its connection still waits for an answer is sent, and its clock
 * started, when that answer has come: past saturation the latency looks better than it is. It gets
 * no warm-up of its own: the subject would spend CPU time on requests that are not counted.
 *
 * @param folder where its log is kept
 * @param path what is asked for
 * @param connections open at once
 * @param requestsPerSecond over all connections
 */
public record H2load(Path folder, String path, int connections, double requestsPerSecond)
        implements Load {
    @Override
    public LoadReport run(URI origin, int seconds) throws LabFailure {
        Path log = folder.resolve("h2load.requests");
        double rateOfEach = requestsPerSecond / connections;
        try {
            Files.deleteIfExists(log); // h2load would add to it
            List<String> command =
                    List.of(
                            Requirement.H2LOAD.path(),
                            "--h1",
                            "-t1",
                            "-c" + connections,
                            "-D" + seconds,
                            String.format(Locale.ROOT, "--rps=%.2f", rateOfEach),
                            "--log-file=" + log,
                            origin.resolve(path).toString());
            Command.run(Core.LOAD, folder, seconds + 30, command);
            return parse(Files.readAllLines(log), seconds);
        } catch (IOException e) {
            throw new LabFailure("cannot read h2load's log: " + e.getMessage(), e);
        }
    }

    /** Reads the lines {@code START-US <tab> STATUS <tab> LATENCY-US} of the measured seconds. */
    static LoadReport parse(List<String> lines, int seconds) {
        long failures = 0;
        long[] latenciesUs = new long[lines.size()];
        int right = 0;
        for (String line : lines) {
            String[] fields = line.split("\t");
            if (fields.length >= 3 && fields[1].equals("200")) {
                latenciesUs[right++] = Long.parseLong(fields[2].trim());
            } else {
                failures++;
            }
        }
        Percentiles latency = Percentiles.of(Arrays.copyOf(latenciesUs, right));
        return new LoadReport(right, failures, seconds, latency.at(50), latency.at(99));
    }
}
