package dev.sluice.app.client;

import tools.jackson.databind.JsonNode;

/** A problem of the admin API as one line: file and line, field, what is wrong. */
public final class ProblemLine {
    private ProblemLine() {}

    public static String of(JsonNode problem) {
        var line = new StringBuilder(problem.path("file").asString(""));
        int number = problem.path("line").asInt(0);
        if (number > 0) {
            line.append(':').append(number);
        }
        String field = problem.path("field").asString("");
        if (!field.isEmpty()) {
            line.append(line.isEmpty() ? "" : ": ").append(field);
        }
        return line.append(line.isEmpty() ? "" : ": ")
                .append(problem.path("message").asString(""))
                .toString();
    }
}
