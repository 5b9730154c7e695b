package dev.sluice.app.command;

import picocli.CommandLine;

/** Names a command whose class has several. */
final class Verb {
    private Verb() {}

    static CommandLine of(Runnable command, String name, String description) {
        var line = new CommandLine(command);
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }
}
