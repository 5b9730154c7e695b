package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code lab exec}. The launcher does it by itself where the node exists; here is what is said
 * where it does not.
 */
@Command(
        name = "exec",
        customSynopsis = "sluice lab exec [-h] [--state=DIR] NODE -- COMMAND [ARGUMENT...]",
        description = {
            "Run a command on a node, and end with its exit code.",
            "SLUICE_DATA names the node's disk there: on control-1, ./sluice status finds control.",
            "switch, which is no node, has all bridges: tcpdump sees there what a director sends."
        })
final class LabExecCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin LabOptions lab = new LabOptions();

    @Parameters(index = "0", paramLabel = "NODE", description = "A node, or switch.")
    String node = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "The command, behind --.")
    List<String> words = new ArrayList<>();

    LabExecCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> command =
                !words.isEmpty() && words.getFirst().equals("--")
                        ? words.subList(1, words.size())
                        : words;
        if (command.isEmpty()) {
            throw new CommandFailed(
                    "a command is missing; write ./sluice lab exec " + node + " -- COMMAND");
        }
        terminal.out().flush();
        return lab.with(made -> made.exec(node, command));
    }
}
