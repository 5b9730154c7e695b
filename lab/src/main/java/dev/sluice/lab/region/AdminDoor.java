package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Control's admin API as seen from its own machine, the only one that it listens to: {@code curl}
 * runs there.
 *
 * @param data control's data folder
 */
record AdminDoor(String namespace, Path data) {
    private static final String API = "http://127.0.0.1:8080";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What all nodes are doing; nothing while control does not answer. */
    Optional<JsonNode> status() throws LabFailure {
        return call(List.of(), "/v1/status");
    }

    /** A token by which any number of nodes of a role may join. */
    String joinToken(String role) throws LabFailure {
        String body = "{\"role\":\"%s\",\"minutes\":60,\"many\":true}".formatted(role);
        var words = List.of("-X", "POST", "-H", "Content-Type: application/json", "-d", body);
        return call(words, "/v1/nodes/tokens")
                .map(answer -> answer.path("token").asString(""))
                .filter(token -> !token.isEmpty())
                .orElseThrow(() -> new LabFailure("control gave no token for a " + role));
    }

    private Optional<JsonNode> call(List<String> words, String path) throws LabFailure {
        var command = new ArrayList<>(List.of("curl", "-s", "--max-time", "5", "-K", "-"));
        command.addAll(words);
        command.add(API + path);
        if (!Files.exists(data.resolve("admin"))) {
            return Optional.empty(); // control says there when it is up
        }
        // Read from the standard input, the token is not among the arguments for all to see.
        var header = List.of("header = \"Authorization: Bearer " + token() + "\"");
        var ended = Step.inside(namespace, command).reading(header).attempt();
        try {
            return ended.status() == 0
                    ? Optional.of(JSON.readTree(ended.output()))
                    : Optional.empty();
        } catch (JacksonException e) {
            throw new LabFailure("control answered " + path + " with: " + ended.output(), e);
        }
    }

    private String token() throws LabFailure {
        try {
            return Files.readString(data.resolve("token")).strip();
        } catch (IOException e) {
            throw new LabFailure("cannot read control's token: " + e.getMessage(), e);
        }
    }
}
