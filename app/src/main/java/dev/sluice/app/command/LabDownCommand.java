package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lab down}. */
@Command(
        name = "down",
        description = "Take the region away: processes, namespaces and files, whatever is left.")
final class LabDownCommand implements Runnable {
    /** Begins the names of a lab's namespaces. */
    static final String USUAL_PREFIX = "sluice-";

    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Option(names = "--prefix", hidden = true, defaultValue = USUAL_PREFIX)
    String prefix = USUAL_PREFIX;

    LabDownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        boolean any = lab.with(made -> made.down(prefix));
        terminal.out().println(any ? "The lab is down." : "No lab was up.");
    }
}
