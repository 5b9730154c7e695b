package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.ProblemLine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code apply}: sends a file and those it names, and says what was done. */
@Command(
        name = "apply",
        description =
                "Make what a file says true, and remove what earlier files created and it no longer names.")
final class ApplyCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int NOT_SERVED = 1;
    private static final int WAIT_S = 10;
    private static final List<String> DEEDS = List.of("created", "changed", "removed");

    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Option(
            names = "-f",
            required = true,
            paramLabel = "FILE",
            description = "Configuration, YAML.")
    Path file = Path.of("");

    @Option(names = "--dry-run", description = "Only say what would be done.")
    boolean dryRun;

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ConfigurationFile read = ConfigurationFile.read(file);
        var body = Map.of("source", read.name(), "text", read.text(), "files", read.files());
        try (ControlClient client = control.connect()) {
            if (dryRun) {
                print(client.post("/v1/apply?dryRun=true", body));
                return DONE;
            }
            print(client.post("/v1/apply?wait=" + WAIT_S, body));
            return complainOfRefusals(client.get("/v1/status")) ? NOT_SERVED : DONE;
        }
    }

    /** What was stored may still be more than this machine can do. */
    private boolean complainOfRefusals(JsonNode status) {
        boolean refused = false;
        for (JsonNode node : status.path("nodes")) {
            for (JsonNode refusal : node.path("refusals")) {
                terminal.complain(
                        node.path("name").asString("")
                                + " does not serve all of it: "
                                + refusal.path("message").asString(""));
                refused = true;
            }
        }
        return refused;
    }

    private void print(JsonNode outcome) {
        for (JsonNode warning : outcome.path("warnings")) {
            terminal.complain("warning: " + ProblemLine.of(warning));
        }
        PrintStream out = terminal.out();
        for (String deed : DEEDS) {
            for (JsonNode entry : outcome.path(deed)) {
                out.printf(
                        "%-9s  %s %s%n",
                        deed, entry.path("kind").asString(""), entry.path("name").asString(""));
            }
        }
        out.println("unchanged: " + outcome.path("unchanged").asInt());
        out.println(
                dryRun
                        ? "dry run: nothing was changed"
                        : "revision " + outcome.path("revision").asLong());
    }
}
