package dev.sluice.app.client;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/**
 * What would become of a request, as text: the way for each listener, and the servers considered.
 */
public final class ExplanationText {
    private static final String INDENT = "  ";

    private ExplanationText() {}

    public static void print(JsonNode explanation, PrintStream out) {
        boolean first = true;
        for (JsonNode answer : explanation.path("answers")) {
            if (!first) {
                out.println();
            }
            first = false;
            printAnswer(answer, out);
        }
        if (first) {
            out.println("No listener would take this request.");
        }
        out.flush();
    }

    private static void printAnswer(JsonNode answer, PrintStream out) {
        out.println(
                "listener "
                        + answer.path("listener").asString("")
                        + ": "
                        + answer.path("outcome").asString(""));
        line(out, "rule", answer, "(none: the listener's own target)");
        line(out, "group", answer, "(none)");
        line(out, "backend", answer, "(none)");
        for (JsonNode step : answer.path("because")) {
            out.println(INDENT + "- " + step.asString(""));
        }
        var table = new Table("SERVER", "WEIGHT>", "HEALTH", "VERDICT");
        for (JsonNode candidate : answer.path("candidates")) {
            table.row(
                    candidate.path("endpoint").asString(""),
                    candidate.path("weight").asInt(),
                    candidate.path("health").asString(""),
                    candidate.path("verdict").asString(""));
        }
        if (!table.isEmpty()) {
            table.print(out, INDENT);
        }
    }

    private static void line(PrintStream out, String field, JsonNode answer, String otherwise) {
        String value = answer.path(field).asString("");
        out.printf("%s%-8s %s%n", INDENT, field, value.isEmpty() ? otherwise : value);
    }
}
