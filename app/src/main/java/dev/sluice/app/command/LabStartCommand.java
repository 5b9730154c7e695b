package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab start}. */
@Command(
        name = "start",
        description = "Bring a dead node back: its cables, its process. Returns when it serves.")
final class LabStartCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    LabStartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lab.with(made -> {
            made.start(made.node(node), LabOptions.launcher());
            return node;
        });
        terminal.out().println(node + " is up");
    }
}
