package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.up.OtherProcess;
import dev.sluice.app.up.Rehearsal;
import dev.sluice.app.up.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code rehearse}: does what other starts will do, so that the JVM can write down which classes
 * they need and have them ready (the ahead-of-time cache). The launcher calls it after a build;
 * nobody else needs it.
 */
@Command(name = "rehearse", hidden = true, description = "Prepare the ahead-of-time cache.")
final class RehearseCommand implements Callable<Integer> {
    /** The launcher's flag sets that have a cache. */
    enum Play {
        up,
        cli
    }

    @Parameters(paramLabel = "up|cli", description = "Which flag set's starts to rehearse.")
    Play play = Play.cli;

    @Override
    public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
        switch (play) {
            case up -> {
                try (var rehearsal = Rehearsal.start()) {
                    rehearsal.play();
                }
            }
            case cli -> commands();
        }
        return 0;
    }

    /** The other side runs in a process of its own: none of its classes belong in this cache. */
    private static void commands() throws IOException, InterruptedException {
        try (var folder = TemporaryFolder.make();
                var other = OtherProcess.up(folder.data())) {
            other.awaitUp();
            Path file = folder.data().path().resolve("empty.yaml");
            Files.writeString(file, "loadBalancers: []\n");
            var unseen =
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            var stage = new Terminal(unseen, unseen);
            String data = folder.data().path().toString();
            Commands.run(stage, "--help");
            Commands.run(stage, "version");
            Commands.run(stage, "status", "--data", data);
            Commands.run(stage, "get", "listeners", "--data", data);
            Commands.run(stage, "get", "listener", "demo-http", "-o", "yaml", "--data", data);
            Commands.run(
                    stage,
                    "explain",
                    "request",
                    "--host",
                    "localhost",
                    "--path",
                    "/",
                    "--client",
                    "127.0.0.1",
                    "--data",
                    data);
            Commands.run(stage, "apply", "--data", data, "-f", file.toString());
        }
    }
}
