package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab logs}. */
@Command(name = "logs", description = "Show what a node's process has printed.")
final class LabLogsCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    LabLogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path log = lab.with(made -> made.log(made.node(node)));
        try {
            Files.copy(log, terminal.out());
        } catch (IOException e) {
            throw new CommandFailed(
                    "there is no log of " + node + " at " + log + " (" + Reason.of(e) + ")", e);
        }
    }
}
