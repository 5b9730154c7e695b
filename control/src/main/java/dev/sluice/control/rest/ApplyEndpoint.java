package dev.sluice.control.rest;

import dev.sluice.control.change.ApplyWish;
import dev.sluice.control.change.CertificateFiles;
import dev.sluice.control.change.Outcome;
import dev.sluice.control.change.Plan;
import dev.sluice.control.change.Step;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies a whole configuration file.
 *
 * <p>Either the file's own text as {@code application/yaml}, with {@code ?source=} its name; then
 * certificates must be written out in it. Or JSON:
 *
 * <pre>
 * { "source": "web.yaml",                       the file's name, for messages
 *   "text":   "loadBalancers: …",               its text, so that messages name its lines
 *   "files":  { "site.pem": "…", "site.key": "…" } }   what it names with chainFile and keyFile
 * </pre>
 */
final class ApplyEndpoint {
    private final Api.Parts parts;
    private final Submission submission;

    ApplyEndpoint(Api.Parts parts) {
        this.parts = parts;
        this.submission = new Submission(parts);
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/v1/apply",
                        "apply",
                        "Makes everything that files created as this file says.",
                        Route.Access.TOKEN,
                        List.of("source", "dryRun", "wait"),
                        (request, _) -> apply(request)));
    }

    private ApiResponse apply(ApiRequest request) throws ApiFault, InterruptedException {
        ApplyWish wish =
                request.mediaType().equals("application/json") ? sent(request) : plain(request);
        Outcome.Granted granted = submission.submit(request, wish);
        Plan plan = granted.plan();
        return ApiResponse.json(
                200,
                new TreeBuilder()
                        .flag("dryRun", request.flag("dryRun"))
                        .number("revision", granted.revision())
                        .list("created", plan.steps(Step.Action.CREATE), ApplyEndpoint::entry)
                        .list("changed", plan.steps(Step.Action.REPLACE), ApplyEndpoint::entry)
                        .list("removed", plan.steps(Step.Action.REMOVE), ApplyEndpoint::entry)
                        .number("unchanged", plan.steps(Step.Action.KEEP).size())
                        .list("warnings", plan.warnings(), ProblemDocument::problem)
                        .build());
    }

    private ApplyWish plain(ApiRequest request) throws ApiFault {
        Bodies.requireMediaType(request, "application/yaml", "application/json");
        String source = request.parameter("source").orElse(Bodies.SOURCE);
        return wish(source, request.body().text(), CertificateFiles.NONE);
    }

    private ApplyWish sent(ApiRequest request) throws ApiFault {
        Tree.Mapping body = Bodies.mapping(request, "application/json");
        String source = text(body, "source", Bodies.SOURCE);
        String yaml = text(body, "text", null);
        return wish(source, yaml, CertificateFiles.sent(files(body)));
    }

    private ApplyWish wish(String source, String yaml, CertificateFiles files) {
        return ApplyWish.of(source, yaml, files, parts.ids(), parts.clock().instant());
    }

    private static Map<String, String> files(Tree.Mapping body) throws ApiFault {
        var files = new LinkedHashMap<String, String>();
        Tree given = body.fields().get("files");
        if (given instanceof Tree.Mapping mapping) {
            for (String name : mapping.fields().keySet()) {
                files.put(name, text(mapping, name, null));
            }
        } else if (given != null) {
            throw ApiFault.of(ErrorCode.BAD_SYNTAX, "'files' must be an object of texts");
        }
        return files;
    }

    private static String text(Tree.Mapping body, String field, @Nullable String otherwise)
            throws ApiFault {
        Tree value = body.fields().get(field);
        if (value instanceof Tree.Scalar scalar && scalar.quoted() && scalar.text() != null) {
            return scalar.text();
        }
        if (value == null && otherwise != null) {
            return otherwise;
        }
        throw ApiFault.of(ErrorCode.BAD_SYNTAX, "'" + field + "' must be a text");
    }

    /** One resource in a list of what was done. */
    static Tree entry(Step step) {
        var stored = step.resource();
        return new TreeBuilder()
                .text("kind", stored.kind().singular())
                .text("name", stored.resource().name())
                .text("id", stored.id())
                .build();
    }
}
