package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backend}: the word before what is done to a backend's kernel. */
@Command(
        name = "backend",
        description = "Prepare this machine's kernel for servers behind directors.",
        synopsisSubcommandLabel = "WHAT")
final class BackendCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    /** With its subcommands. */
    static CommandLine assembled(Terminal terminal) {
        return new CommandLine(new BackendCommand())
                .addSubcommand(new BackendAttachCommand(terminal))
                .addSubcommand(new BackendStatusCommand(terminal))
                .addSubcommand(new BackendDetachCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do is missing: attach, status or detach");
    }
}
