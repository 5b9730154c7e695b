package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code director dump}. */
@Command(
        name = "dump",
        description = "Show all that a running director goes by: its tables, counts, neighbours.")
final class DirectorDumpCommand implements Runnable {
    /** How it is shown. */
    enum Form {
        text,
        json
    }

    private final Terminal terminal;

    @Mixin RunningDirector director = new RunningDirector();

    @Option(
            names = "-o",
            paramLabel = "text|json",
            description = "Form. Default: ${DEFAULT-VALUE}",
            defaultValue = "text")
    Form form = Form.text;

    DirectorDumpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        director.ask("dump " + form, terminal.out());
    }
}
