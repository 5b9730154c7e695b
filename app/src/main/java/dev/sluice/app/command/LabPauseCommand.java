package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lab pause}, and {@code lab resume} which undoes it. */
@Command
final class LabPauseCommand implements Runnable {
    private final Terminal terminal;
    private final boolean goesOn;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    String node = "";

    private LabPauseCommand(Terminal terminal, boolean goesOn) {
        this.terminal = terminal;
        this.goesOn = goesOn;
    }

    static CommandLine pause(Terminal terminal) {
        return Verb.of(
                new LabPauseCommand(terminal, false),
                "pause",
                "Let a node's process stand still as by kill -STOP; its kernel goes on.");
    }

    static CommandLine resume(Terminal terminal) {
        return Verb.of(
                new LabPauseCommand(terminal, true),
                "resume",
                "Let a node's process go on that stands still.");
    }

    @Override
    public void run() {
        lab.with(made -> {
            if (goesOn) {
                made.resume(made.node(node));
            } else {
                made.pause(made.node(node));
            }
            return node;
        });
        terminal.out()
                .println(
                        goesOn
                                ? node + " goes on"
                                : node
                                        + " stands still; ./sluice lab resume "
                                        + node
                                        + " has it go on");
    }
}
