package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One program to run, and what it reads.
 *
 * @param input lines for its standard input
 */
record Step(List<String> command, List<String> input) {
    Step {
        command = List.copyOf(command);
        input = List.copyOf(input);
    }

    static Step of(String... command) {
        return new Step(List.of(command), List.of());
    }

    /** A program in a namespace. */
    static Step inside(String namespace, List<String> command) {
        var words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        return new Step(words, List.of());
    }

    /** Many commands of {@code ip} at once; the first that fails ends them. */
    static Step batch(List<String> lines, String... options) {
        var words = new ArrayList<>(List.of("ip"));
        words.addAll(List.of(options));
        words.addAll(List.of("-batch", "-"));
        return new Step(words, lines);
    }

    /** The same, with these lines to read. */
    Step reading(List<String> lines) {
        return new Step(command, lines);
    }

    /** Runs it; ending with another status than 0 is a failure that says what it printed. */
    void run() throws LabFailure {
        Ended ended = attempt();
        if (ended.status != 0) {
            throw new LabFailure("`%s` failed: %s".formatted(this, ended.output.strip()));
        }
    }

    /** Runs it to its end. */
    Ended attempt() throws LabFailure {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(text().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended before it had read all: its status and its words say why.
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new LabFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabFailure("interrupted", e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }

    private String text() {
        return input.isEmpty() ? "" : String.join("\n", input) + "\n";
    }

    /** What a program said and how it ended. */
    record Ended(int status, String output) {}
}
