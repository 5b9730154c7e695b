package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab kill}. */
@Command(
        name = "kill",
        description = "Let a node's process die as by kill -9; its kernel lives on.")
final class LabKillCommand implements Runnable {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    @Option(
            names = "--machine",
            description = "Let the whole machine die: its cables are taken out too.")
    boolean machine;

    LabKillCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        lab.with(made -> {
            made.kill(made.node(node), machine);
            return node;
        });
        terminal.out().println(node + " is dead; ./sluice lab start " + node + " brings it back");
    }
}
