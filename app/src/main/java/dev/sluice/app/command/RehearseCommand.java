package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code rehearse}: does what other starts will do, so that the JVM can write down which classes
 * they need and have them ready (the ahead-of-time cache). The launcher calls it after a build;
 * nobody else needs it.
 */
@Command(name = "rehearse", hidden = true, description = "Prepare the ahead-of-time cache.")
final class RehearseCommand implements Runnable {
    /** The launcher's flag sets that have a cache. */
    enum Play {
        up,
        cli
    }

    @Parameters(paramLabel = "up|cli", description = "Which flag set's starts to rehearse.")
    Play play = Play.cli;

    @Override
    public void run() {
        var unseen =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var stage = new Terminal(unseen, unseen);
        Commands.run(stage, "--help");
        Commands.run(stage, "version");
    }
}
