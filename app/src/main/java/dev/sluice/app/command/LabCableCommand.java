package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab cut}, and {@code lab mend} which undoes it. */
@Command
final class LabCableCommand implements Runnable {
    private final Terminal terminal;
    private final boolean in;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    @Parameters(paramLabel = "NETWORK", description = "Where the cable leads to.")
    String network = "";

    private LabCableCommand(Terminal terminal, boolean in) {
        this.terminal = terminal;
        this.in = in;
    }

    static CommandLine cut(Terminal terminal) {
        return Verb.of(
                new LabCableCommand(terminal, false), "cut", "Take one of a node's cables out.");
    }

    static CommandLine mend(Terminal terminal) {
        return Verb.of(
                new LabCableCommand(terminal, true),
                "mend",
                "Put one of a node's cables in again.");
    }

    @Override
    public void run() {
        lab.with(made -> {
            made.cable(made.node(node), network, in);
            return node;
        });
        terminal.out().println(node + "'s cable to " + network + (in ? " is in" : " is out"));
    }
}
