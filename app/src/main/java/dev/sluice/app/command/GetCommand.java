package dev.sluice.app.command;

import dev.sluice.app.Terminal;
import dev.sluice.app.client.ControlClient;
import dev.sluice.app.client.Paths;
import dev.sluice.app.client.Table;
import dev.sluice.model.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** {@code get}. */
@Command(name = "get", description = "Show the resources of a kind, or one of them.")
final class GetCommand implements Runnable {
    /** How resources are printed. */
    enum Format {
        table,
        yaml,
        json
    }

    private final Terminal terminal;

    @Mixin ControlOptions control = new ControlOptions();

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "Such as loadBalancer or serverGroups.",
            converter = KindArgument.class)
    Kind kind = Kind.LOAD_BALANCER;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "A name or an id.")
    @Nullable String name;

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
            defaultValue = "table")
    Format format = Format.table;

    GetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (ControlClient client = control.connect()) {
            if (name != null) {
                JsonNode one = client.get(Paths.of(kind, name));
                print(List.of(one), one);
            } else {
                List<JsonNode> all = all(client);
                print(all, Map.of(kind.plural(), all));
            }
        }
    }

    private List<JsonNode> all(ControlClient client) {
        var all = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            String more = cursor.isEmpty() ? "" : "?cursor=" + Paths.encode(cursor);
            JsonNode page = client.get(Paths.of(kind) + more);
            page.path("items").forEach(all::add);
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        return all;
    }

    private void print(List<JsonNode> resources, Object document) {
        switch (format) {
            case table -> table(resources).print(terminal.out());
            case json -> terminal.out().println(json(document));
            case yaml -> terminal.out().print(yaml(document));
        }
    }

    private static String json(Object document) {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document);
    }

    private static String yaml(Object document) {
        return YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .build()
                .writeValueAsString(document);
    }

    private static Table table(List<JsonNode> resources) {
        var table = new Table("NAME", "ID", "REVISION>", "OWNER", "PROGRAMMED");
        for (JsonNode resource : resources) {
            table.row(
                    resource.path("name").asString(""),
                    resource.path("id").asString(""),
                    resource.path("revision").asLong(),
                    resource.path("owner").asString(""),
                    programmed(resource));
        }
        return table;
    }

    private static String programmed(JsonNode resource) {
        for (JsonNode condition : resource.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Programmed")) {
                boolean so = condition.path("status").asString("").equals("True");
                return so ? "yes" : condition.path("reason").asString("no");
            }
        }
        return "";
    }
}
