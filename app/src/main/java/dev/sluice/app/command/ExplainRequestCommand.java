package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.ExplanationText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code explain request}. */
@Command(
        name = "request",
        description = "Say which rule, server group and backend would take a request, and why.")
final class ExplainRequestCommand implements Runnable {
    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Option(names = "--host", required = true, paramLabel = "H", description = "Its Host.")
    String host = "";

    @Option(names = "--path", required = true, paramLabel = "P", description = "Its path.")
    String path = "";

    @Option(names = "--client", required = true, paramLabel = "IP", description = "Its client.")
    String client = "";

    @Option(
            names = "--listener",
            paramLabel = "NAME",
            description = "Listener by name or id; by default all that could take it.")
    @Nullable String listener;

    @Option(names = "--cookie", paramLabel = "C", description = "Its Cookie, for stickiness.")
    @Nullable String cookie;

    ExplainRequestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Map<String, String> question = new HashMap<>();
        question.put("host", host);
        question.put("path", path);
        question.put("client", client);
        if (listener != null) {
            question.put("listener", listener);
        }
        if (cookie != null) {
            question.put("cookie", cookie);
        }
        try (ControlClient connected = control.connect()) {
            ExplanationText.print(connected.post("/v1/explain/request", question), terminal.out());
        }
    }
}
