package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
        return assemble(terminal, arguments).execute(arguments);
    }

    /** Every command by its name, in the order in which help lists them. */
    private static Map<String, Function<Terminal, CommandLine>> all() {
        var all = new LinkedHashMap<String, Function<Terminal, CommandLine>>();
        all.put("up", terminal -> new CommandLine(new UpCommand(terminal)));
        all.put("control", ControlCommand::assembled);
        all.put("proxy", terminal -> new CommandLine(new ProxyCommand(terminal)));
        all.put("director", DirectorCommand::assembled);
        all.put("backend", BackendCommand::assembled);
        all.put("apply", terminal -> new CommandLine(new ApplyCommand(terminal)));
        all.put("get", terminal -> new CommandLine(new GetCommand(terminal)));
        all.put("delete", terminal -> new CommandLine(new DeleteCommand(terminal)));
        all.put("status", terminal -> new CommandLine(new StatusCommand(terminal)));
        all.put("explain", ExplainCommand::assembled);
        all.put("lab", LabCommand::assembled);
        all.put(
                "bench",
                terminal -> new CommandLine(new BenchCommand(terminal)).setStopAtPositional(true));
        all.put("version", terminal -> new CommandLine(new VersionCommand(terminal)));
        all.put("rehearse", _ -> new CommandLine(new RehearseCommand()));
        return all;
    }

    /** Looking into a command's class takes time, so the others are left out where one is named. */
    private static CommandLine assemble(Terminal terminal, String... arguments) {
        var line = new CommandLine(new SluiceCommand());
        var all = all();
        if (arguments.length > 0 && all.containsKey(arguments[0])) {
            all.keySet().retainAll(Set.of(arguments[0]));
        }
        all.forEach((name, command) -> line.addSubcommand(name, command.apply(terminal)));
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
