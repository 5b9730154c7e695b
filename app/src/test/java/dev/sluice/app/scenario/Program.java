package dev.sluice.app.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine, run to its end.
 *
 * @param code its exit code
 * @param output what it printed, errors included
 */
public record Program(int code, String output) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Runs a command and waits for it. */
    public static Program run(String... command) {
        return feed("", command);
    }

    /** The same, with text on its standard input. */
    public static Program feed(String input, String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            Thread.ofVirtual().start(() -> killWhenLate(process));
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Program(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + List.of(command), e);
        }
    }

    private static void killWhenLate(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
