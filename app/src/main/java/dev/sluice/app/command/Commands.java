package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** All commands, and how their ends become exit codes. */
public final class Commands {
    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private Commands() {}

    /**
     * Runs one command.
     *
     * @return the exit code: 0 done, 1 could not be done, 2 not understood
     */
    public static int run(Terminal terminal, String... arguments) {
        return assemble(terminal).execute(arguments);
    }

    private static CommandLine assemble(Terminal terminal) {
        var line = new CommandLine(new SluiceCommand());
        line.addSubcommand(new UpCommand(terminal));
        line.addSubcommand(new ApplyCommand(terminal));
        line.addSubcommand(new GetCommand(terminal));
        line.addSubcommand(new DeleteCommand(terminal));
        line.addSubcommand(new StatusCommand(terminal));
        line.addSubcommand(ExplainCommand.assembled(terminal));
        line.addSubcommand(new CommandLine(new BenchCommand(terminal)).setStopAtPositional(true));
        line.addSubcommand(new VersionCommand(terminal));
        line.addSubcommand(new RehearseCommand());
        line.setOut(writerOf(terminal.out()));
        line.setErr(writerOf(terminal.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setUsageHelpAutoWidth(false);
        line.setParameterExceptionHandler((mistake, given) -> misunderstood(terminal, mistake));
        line.setExecutionExceptionHandler((failure, ran, given) -> failed(terminal, failure));
        return line;
    }

    private static PrintWriter writerOf(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int misunderstood(Terminal terminal, ParameterException mistake) {
        terminal.complain(String.valueOf(mistake.getMessage()));
        String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().println("Try: ./" + command + " --help");
        return NOT_UNDERSTOOD;
    }

    private static int failed(Terminal terminal, Exception failure) throws Exception {
        if (failure instanceof CommandFailed expected) {
            String sentences = String.valueOf(expected.getMessage());
            sentences.lines().forEach(terminal::complain);
            return FAILED;
        }
        throw failure;
    }
}
