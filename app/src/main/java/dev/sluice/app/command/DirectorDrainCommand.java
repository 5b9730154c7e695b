package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code director drain}. */
@Command(
        name = "drain",
        description = {
            "Have other directors take a running one's packets and sessions, before it is stopped.",
            "It goes on running, and knows what the others do. Stopping it does the same, shortly."
        })
final class DirectorDrainCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_ALL = 1;
    private static final int LONGEST_S = 3_600;

    private final Terminal terminal;

    @Mixin RunningDirector director = new RunningDirector();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "How long to wait until others know all sessions. Default: ${DEFAULT-VALUE}",
            defaultValue = "10")
    int timeout = 10;

    @Option(names = "--undo", description = "Have it take part again.")
    boolean undo;

    DirectorDrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (timeout < 0 || timeout > LONGEST_S) {
            throw new CommandFailed("--timeout is a number of seconds up to " + LONGEST_S);
        }
        String request = undo ? "drain undo" : "drain " + timeout * 1000;
        return director.follow(request, terminal.out()) ? DONE : NOT_ALL;
    }
}
