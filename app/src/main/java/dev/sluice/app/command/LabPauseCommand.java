package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab pause}. */
@Command(
        name = "pause",
        description = "Let a node's process stand still as by kill -STOP; its kernel goes on.")
final class LabPauseCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    LabPauseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lab.with(made -> {
            made.pause(made.node(node));
            return node;
        });
        terminal.out()
                .println(node + " stands still; ./sluice lab resume " + node + " has it go on");
    }
}
