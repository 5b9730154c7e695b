package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs to its end, and what it said. */
public record Command(int status, String output) {

    /** Runs a command on a core and waits for it; a status other than 0 is a failure. */
    public static Command run(Core core, Path folder, int limitSeconds, List<String> command)
            throws LabFailure {
        Command done = tryRun(core, folder, limitSeconds, command);
        if (done.status != 0) {
            throw new LabFailure(
                    "`%s` ended with status %d and said: %s"
                            .formatted(String.join(" ", command), done.status, done.output.trim()));
        }
        return done;
    }

    /** Like {@link #run}, but any status will do. */
    public static Command tryRun(Core core, Path folder, int limitSeconds, List<String> command)
            throws LabFailure {
        String text = String.join(" ", command);
        try (Program program = Program.start("command", core, folder, command)) {
            return program.await(text, limitSeconds);
        }
    }

    /** The first line that a program prints about itself, or "unknown". */
    public static String firstLine(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(5, TimeUnit.SECONDS);
            return output.lines().findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
