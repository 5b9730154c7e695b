package dev.sluice.lab.bench;

import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sluice started as a user starts it: through the launcher, which chooses the JVM's flags. */
final class SluiceProgram {
    private SluiceProgram() {}

    /** Starts {@code ./sluice up -f FILE} with its state in the folder's {@code data}. */
    static Program up(
            Core core, Path folder, Path file, String admin, Map<String, String> environment)
            throws LabFailure {
        Path launcher = Measuring.home().resolve("sluice");
        if (!Files.isExecutable(launcher)) {
            throw new LabFailure(
                    "no launcher at " + launcher + ": start the benchmark by ./sluice bench");
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                launcher.toString(),
                                "up",
                                "-f",
                                file.toString(),
                                "--admin",
                                admin));
        command.addAll(List.of("--data", data(folder).toString()));
        return Program.start("sluice", core, folder, command, environment);
    }

    static Path data(Path folder) {
        return folder.resolve("data");
    }
}
