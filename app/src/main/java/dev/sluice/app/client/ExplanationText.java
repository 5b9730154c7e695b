package dev.sluice.app.client;

import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/** What would become of traffic, as text: the way for each listener, and the servers considered. */
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
            out.println("listener " + listenerAndOutcome(answer));
            line(out, "rule", answer, "(none: the listener's own target)");
            printRest(answer, out);
        }
        if (first) {
            out.println("No listener would take this request.");
        }
        out.flush();
    }

    /** The same of a packet: what each director would do with it. */
    public static void printPacket(JsonNode explanation, PrintStream out) {
        boolean first = true;
        for (JsonNode answer : explanation.path("answers")) {
            if (!first) {
                out.println();
            }
            first = false;
            String listener = answer.path("listener").asString("");
            out.println(
                    answer.path("node").asString("")
                            + (listener.isEmpty()
                                    ? ": " + answer.path("outcome").asString("")
                                    : ": listener " + listenerAndOutcome(answer)));
            printRest(answer, out);
        }
        if (first) {
            out.println("No director is attached that could say.");
        }
        out.flush();
    }

    private static String listenerAndOutcome(JsonNode answer) {
        return answer.path("listener").asString("") + ": " + answer.path("outcome").asString("");
    }

    private static void printRest(JsonNode answer, PrintStream out) {
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
