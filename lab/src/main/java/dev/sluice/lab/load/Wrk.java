package dev.sluice.lab.load;

import dev.sluice.lab.process.Command;
import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Load by {@code wrk}: as many requests as its connections manage, one thread.
 *
 * @param folder where its output is kept
 * @param path what is asked for
 * @param connections open at once
 * @param keepAlive whether connections are used again; if not, each request says {@code Connection:
 *     close}
 */
public record Wrk(Path folder, String path, int connections, boolean keepAlive) implements Load {
    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+\\w+),");
    private static final Pattern PERCENTILE = Pattern.compile("^\\s+(\\d+)%\\s+([\\d.]+\\w+)$");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile(
                    "Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern BAD_STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern QUANTITY = Pattern.compile("([\\d.]+)(us|ms|s|m|h)");

    @Override
    public LoadReport run(URI origin, int seconds) throws LabFailure {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Requirement.WRK.path(),
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "--latency"));
        if (!keepAlive) {
            command.addAll(List.of("-H", "Connection: close"));
        }
        command.add(origin.resolve(path).toString());
        return parse(Command.run(Core.LOAD, folder, seconds + 30, command).output());
    }

    static LoadReport parse(String output) throws LabFailure {
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) {
            throw new LabFailure("wrk reported no total; it said: " + output.trim());
        }
        long badStatus = sum(BAD_STATUS.matcher(output));
        return new LoadReport(
                Long.parseLong(total.group(1)) - badStatus,
                badStatus + sum(SOCKET_ERRORS.matcher(output)),
                microseconds(total.group(2)) / 1e6,
                percentile(output, "50"),
                percentile(output, "99"));
    }

    private static long sum(Matcher numbers) {
        long sum = 0;
        if (numbers.find()) {
            for (int group = 1; group <= numbers.groupCount(); group++) {
                sum += Long.parseLong(numbers.group(group));
            }
        }
        return sum;
    }

    private static double percentile(String output, String percent) {
        return output.lines()
                .map(PERCENTILE::matcher)
                .filter(found -> found.matches() && found.group(1).equals(percent))
                .mapToDouble(found -> microseconds(found.group(2)))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Reads a time such as {@code 61.82us}, {@code 3.02ms} or {@code 1.10s}. */
    private static double microseconds(String text) {
        Matcher found = QUANTITY.matcher(text);
        if (!found.matches()) {
            return Double.NaN;
        }
        double scale =
                switch (found.group(2)) {
                    case "us" -> 1;
                    case "ms" -> 1e3;
                    case "s" -> 1e6;
                    case "m" -> 60e6;
                    default -> 3600e6;
                };
        return Double.parseDouble(found.group(1)) * scale;
    }
}
