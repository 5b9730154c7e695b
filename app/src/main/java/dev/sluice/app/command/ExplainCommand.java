package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code explain}: the word before what is to be explained. */
@Command(
        name = "explain",
        description = "Say what would become of traffic, and why.",
        synopsisSubcommandLabel = "WHAT")
final class ExplainCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    /** With its subcommands. */
    static picocli.CommandLine assembled(Terminal terminal) {
        return new picocli.CommandLine(new ExplainCommand())
                .addSubcommand(new ExplainRequestCommand(terminal))
                .addSubcommand(new ExplainPacketCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to explain is missing: request or packet");
    }
}
