package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.StatusText;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code status}. */
@Command(
        name = "status",
        description = "Show load balancers, listeners and backends: health, connections, rates.")
final class StatusCommand implements Runnable {
    /** How it is shown. */
    enum Form {
        table,
        json
    }

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final String CLEAR_SCREEN = "\033[H\033[2J";

    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Option(
            names = "-o",
            paramLabel = "table|json",
            description = "Form. Default: ${DEFAULT-VALUE}",
            defaultValue = "table")
    Form form = Form.table;

    @Option(names = "--watch", description = "Show it again every second, until interrupted.")
    boolean watch;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (ControlClient client = control.connect()) {
            show(client.get("/v1/status"));
            while (watch) {
                Thread.sleep(PERIOD);
                var status = client.get("/v1/status");
                terminal.out().print(form == Form.table ? CLEAR_SCREEN : "");
                show(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        }
    }

    private void show(JsonNode status) {
        switch (form) {
            case table -> StatusText.print(status, terminal.out());
            case json -> terminal.out().println(status);
        }
    }
}
