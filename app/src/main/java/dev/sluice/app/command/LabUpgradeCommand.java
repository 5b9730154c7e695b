package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.lab.RollingUpgrade;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab upgrade}. */
@Command(
        name = "upgrade",
        description = {
            "Upgrade all directors to what is built here, one after another, under whatever traffic there is.",
            "Each is drained, stopped, started, and waited for until it knows all sessions again."
        })
final class LabUpgradeCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;

    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    LabUpgradeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean done =
                lab.with(made -> new RollingUpgrade(made, LabOptions.launcher(), this::say).run());
        return done ? DONE : NOT_DONE;
    }

    private void say(String line) {
        terminal.out().println(line);
        terminal.out().flush();
    }
}
