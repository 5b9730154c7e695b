package dev.sluice.control.rest;

import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Failures as {@code application/problem+json} (RFC 9457), with a code and the single mistakes. */
final class ProblemDocument {
    private ProblemDocument() {}

    static ApiResponse of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    static ApiResponse of(ErrorCode code, String detail, List<Problem> problems) {
        var tree =
                new TreeBuilder()
                        .text("title", code.title())
                        .number("status", code.status())
                        .text("detail", detail)
                        .text("code", code.code());
        if (!problems.isEmpty()) {
            tree.list("problems", problems, ProblemDocument::problem);
        }
        return new ApiResponse.Whole(
                code.status(), Map.of(), "application/problem+json", TreeWriter.json(tree.build()));
    }

    /** A request that the HTTP server refused before the API saw it. */
    static ApiResponse.Whole ofServer(int status, String detail) {
        Tree tree =
                new TreeBuilder()
                        .text("title", "The HTTP request cannot be served")
                        .number("status", status)
                        .text("detail", detail)
                        .text("code", status < 500 ? "BadRequest" : ErrorCode.INTERNAL.code())
                        .build();
        return new ApiResponse.Whole(
                status, Map.of(), "application/problem+json", TreeWriter.json(tree));
    }

    static Tree problem(Problem problem) {
        var tree =
                new TreeBuilder()
                        .text("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                        .text("code", problem.code())
                        .text("file", problem.at().source());
        if (problem.at().line() > 0) {
            tree.number("line", problem.at().line());
        }
        return tree.text("field", problem.field()).text("message", problem.message()).build();
    }
}
