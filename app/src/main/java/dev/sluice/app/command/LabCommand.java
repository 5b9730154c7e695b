package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab}: alone it only says that a word is missing. */
@Command(
        name = "lab",
        description = {
            "Run a whole region on this machine: client, router, directors, proxies, control, backends.",
            "Each is a machine of its own in a network namespace; real packets go between them. Needs root."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {"", "docs/lab.md draws it: who is where, with which addresses."})
final class LabCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    /** With all that can be done to a lab. */
    static CommandLine assembled(Terminal terminal) {
        return new CommandLine(new LabCommand())
                .addSubcommand(new LabUpCommand(terminal))
                .addSubcommand(new LabStatusCommand(terminal))
                .addSubcommand(
                        "exec",
                        new CommandLine(new LabExecCommand(terminal)).setStopAtPositional(true))
                .addSubcommand(new LabKillCommand(terminal))
                .addSubcommand(new LabStartCommand(terminal))
                .addSubcommand(LabPauseCommand.pause(terminal))
                .addSubcommand(LabPauseCommand.resume(terminal))
                .addSubcommand(LabCableCommand.cut(terminal))
                .addSubcommand(LabCableCommand.mend(terminal))
                .addSubcommand(new LabUpgradeCommand(terminal))
                .addSubcommand(new LabLogsCommand(terminal))
                .addSubcommand(new LabDownCommand(terminal))
                .addSubcommand(new LabBackendCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
