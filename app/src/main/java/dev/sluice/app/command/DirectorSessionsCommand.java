package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code director sessions}. */
@Command(
        name = "sessions",
        description = {
            "List a running director's sessions, or end them.",
            "Both ends of a killed connection are reset, within seconds where both are silent.",
            "A filter is words that must all hold: tcp, udp, proto N, host ADDRESS, port N."
        })
final class DirectorSessionsCommand implements Runnable {
    /** What is done. */
    enum Act {
        list,
        kill
    }

    private final Terminal terminal;

    @Mixin RunningDirector director = new RunningDirector();

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "How many are listed at most. Default: ${DEFAULT-VALUE}",
            defaultValue = "1000")
    int most = 1_000;

    @Parameters(index = "0", paramLabel = "list|kill", description = "What to do with them.")
    Act act = Act.list;

    @Parameters(index = "1..*", paramLabel = "FILTER", description = "Which; to kill all, say all.")
    List<String> filter = List.of();

    DirectorSessionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String words = String.join(" ", filter);
        String request =
                act == Act.list ? "sessions list " + most + " " + words : "sessions kill " + words;
        director.ask(request.strip(), terminal.out());
    }
}
