package dev.sluice.control.rest;

import dev.sluice.control.document.TreeParser;
import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** Reads request bodies that must be one JSON mapping. */
final class Bodies {
    /** The name that positions in API bodies bear. */
    static final String SOURCE = "request";

    private Bodies() {}

    static Tree.Mapping mapping(ApiRequest request, String... mediaTypes) throws ApiFault {
        requireMediaType(request, mediaTypes);
        List<Problem> problems = new ArrayList<>();
        Tree tree = TreeParser.json(SOURCE, request.body().text(), problems).orElse(null);
        if (tree == null || !problems.isEmpty()) {
            throw ApiFault.of(ErrorCode.BAD_SYNTAX, "the body is not usable JSON", problems);
        }
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        throw ApiFault.of(ErrorCode.BAD_SYNTAX, "the body must be a JSON object");
    }

    static void requireMediaType(ApiRequest request, String... mediaTypes) throws ApiFault {
        if (!List.of(mediaTypes).contains(request.mediaType())) {
            throw ApiFault.of(
                    ErrorCode.MEDIA_TYPE,
                    "send the body with 'Content-Type: " + String.join("' or '", mediaTypes) + "'");
        }
    }
}
