package dev.sluice.app.client;

import tools.jackson.databind.JsonNode;

/** A problem of the admin API as one line: where, what field, what is wrong. */
public final class ProblemLine {
    private ProblemLine() {}

    public static String of(JsonNode problem) {
        var line = new StringBuilder();
        String at = problem.path("at").asString("");
        String field = problem.path("field").asString("");
        if (!at.isEmpty()) {
            line.append(at).append(": ");
        }
        if (!field.isEmpty()) {
            line.append(field).append(": ");
        }
        return line.append(problem.path("message").asString("")).toString();
    }
}
