package dev.sluice.app.client;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/** What directors' kernels forward by themselves, as a table. */
final class OffloadStatus {
    private OffloadStatus() {}

    static void print(Iterable<JsonNode> nodes, PrintStream out) {
        var table =
                new Table(
                        "DIRECTOR",
                        "KERNEL FORWARDS BY",
                        "SESSIONS>",
                        "OF>",
                        "PACKETS>",
                        "BY WORKERS>",
                        "WITHOUT PLACE>",
                        "WHY");
        for (JsonNode node : nodes) {
            JsonNode offload = node.path("offload");
            if (!offload.isMissingNode()) {
                table.row(
                        node.path("name").asString(""),
                        offload.path("way").asString(""),
                        offload.path("sessions").asLong(),
                        offload.path("most").asLong(),
                        offload.path("packets").asLong(),
                        offload.path("workerFrames").asLong(),
                        offload.path("withoutPlace").asLong(),
                        offload.path("why").asString(""));
            }
        }
        if (!table.isEmpty()) {
            out.println();
            table.print(out);
        }
    }
}
