package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab resume}. */
@Command(name = "resume", description = "Let a node's process go on that stands still.")
final class LabResumeCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    LabResumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lab.with(made -> {
            made.resume(made.node(node));
            return node;
        });
        terminal.out().println(node + " goes on");
    }
}
