package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab cut}. */
@Command(name = "cut", description = "Take one of a node's cables out.")
final class LabCutCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    @Parameters(paramLabel = "NETWORK", description = "Where the cable leads to.")
    String network = "";

    LabCutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lab.with(made -> {
            made.cable(made.node(node), network, false);
            return node;
        });
        terminal.out().println(node + "'s cable to " + network + " is out");
    }
}
