package dev.sluice.control.rest;

import dev.sluice.control.change.DeleteWish;
import dev.sluice.control.change.Outcome;
import dev.sluice.control.change.Precondition;
import dev.sluice.control.change.PutWish;
import dev.sluice.control.change.Step;
import dev.sluice.control.change.Target;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.Kind;
import dev.sluice.model.Stored;
import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listing, reading, putting, patching and deleting resources of every kind. */
final class ResourceEndpoints {
    private static final String DEFAULT_ACCOUNT = "default";
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");
    private static final List<String> CHANGING = List.of("account", "dryRun", "wait");

    private final Api.Parts parts;
    private final Submission submission;

    ResourceEndpoints(Api.Parts parts) {
        this.parts = parts;
        this.submission = new Submission(parts);
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (Kind kind : Kind.values()) {
            addRoutes(kind, routes);
        }
        return routes;
    }

    private void addRoutes(Kind kind, List<Route> routes) {
        String type = kind.type().getSimpleName();
        String list = "/v1/" + kind.plural();
        String one = list + "/{nameOrId}";
        String words = kind.plural();
        routes.add(
                route(
                        "GET",
                        list,
                        "list" + type + "s",
                        "Lists " + words + " by name.",
                        List.of("account", "owner", "loadBalancer", "listener", "limit", "cursor"),
                        (request, _) -> new ResourceListing(parts, kind).list(request)));
        routes.add(
                route(
                        "GET",
                        one,
                        "get" + type,
                        "Reads one of the " + words + ".",
                        List.of("account"),
                        (request, path) -> get(request, target(kind, request, path))));
        routes.add(
                route(
                        "PUT",
                        one,
                        "put" + type,
                        "Makes or replaces one of the " + words + ".",
                        CHANGING,
                        (request, path) -> put(request, target(kind, request, path))));
        routes.add(
                route(
                        "PATCH",
                        one,
                        "patch" + type,
                        "Changes fields of one of the " + words + " (RFC 7396).",
                        CHANGING,
                        (request, path) -> patch(request, target(kind, request, path))));
        routes.add(
                route(
                        "DELETE",
                        one,
                        "delete" + type,
                        "Deletes one of the " + words + " and what belongs to it.",
                        CHANGING,
                        (request, path) -> delete(request, target(kind, request, path))));
    }

    private static Route route(
            String method,
            String template,
            String operationId,
            String summary,
            List<String> query,
            Route.Endpoint endpoint) {
        return new Route(
                method, template, operationId, summary, Route.Access.TOKEN, query, endpoint);
    }

    private static Target target(Kind kind, ApiRequest request, Map<String, String> path) {
        String nameOrId = path.getOrDefault("nameOrId", "");
        return new Target(kind, request.parameter("account").orElse(DEFAULT_ACCOUNT), nameOrId);
    }

    private ApiResponse get(ApiRequest request, Target target) throws ApiFault {
        Stored stored = target.in(parts.writer().catalog()).orElse(null);
        if (stored == null) {
            throw ApiFault.of(
                    ErrorCode.NOT_FOUND,
                    "there is no "
                            + target.kind().singular()
                            + " '"
                            + target.nameOrId()
                            + "' in account '"
                            + target.account()
                            + "'");
        }
        boolean unchanged =
                request.header("if-none-match").filter(etag(stored)::equals).isPresent();
        return unchanged
                ? ApiResponse.text(304, "", "").with("ETag", etag(stored))
                : shown(200, stored, List.of());
    }

    private ApiResponse put(ApiRequest request, Target target)
            throws ApiFault, InterruptedException {
        Tree.Mapping body = Bodies.mapping(request, "application/json");
        return change(request, target, ResourceBody.whole(target, body));
    }

    private ApiResponse patch(ApiRequest request, Target target)
            throws ApiFault, InterruptedException {
        Tree.Mapping patch =
                Bodies.mapping(request, "application/merge-patch+json", "application/json");
        return change(request, target, ResourceBody.patch(target, patch));
    }

    private ApiResponse change(ApiRequest request, Target target, PutWish.Body body)
            throws ApiFault, InterruptedException {
        var wish = new PutWish(target, precondition(request), body, parts.ids(), parts.clock());
        Outcome.Granted granted = submission.submit(request, wish);
        Step step = granted.plan().steps().getFirst();
        int status = step.action() == Step.Action.CREATE ? 201 : 200;
        ApiResponse response =
                request.flag("dryRun")
                        ? planned(status, step, granted.plan().warnings())
                        : shown(status, step.resource(), granted.plan().warnings());
        return status == 201
                ? response.with(
                        "Location", "/v1/" + target.kind().plural() + "/" + step.resource().id())
                : response;
    }

    private ApiResponse delete(ApiRequest request, Target target)
            throws ApiFault, InterruptedException {
        Outcome.Granted granted =
                submission.submit(request, new DeleteWish(target, precondition(request)));
        return ApiResponse.json(
                200,
                new TreeBuilder()
                        .number("revision", granted.revision())
                        .list(
                                "removed",
                                granted.plan().steps(Step.Action.REMOVE),
                                ApplyEndpoint::entry)
                        .build());
    }

    private ApiResponse shown(int status, Stored stored, List<Problem> warnings) {
        Tree.Mapping document = ResourceDocument.of(stored, parts.conditions().of(stored));
        return ApiResponse.json(status, warned(document, warnings)).with("ETag", etag(stored));
    }

    private static ApiResponse planned(int status, Step step, List<Problem> warnings) {
        return ApiResponse.json(status, warned(ResourceDocument.of(step.resource()), warnings));
    }

    private static Tree warned(Tree.Mapping document, List<Problem> warnings) {
        return warnings.isEmpty()
                ? document
                : new TreeBuilder()
                        .putAll(document)
                        .list("warnings", warnings, ProblemDocument::problem)
                        .build();
    }

    private static String etag(Stored stored) {
        return "\"" + stored.revision() + "\"";
    }

    /** If-Match and If-None-Match (RFC 9110 §13.1); the entity tag is the resource's revision. */
    private static Precondition precondition(ApiRequest request) throws ApiFault {
        String match = request.header("if-match").orElse("").strip();
        String noneMatch = request.header("if-none-match").orElse("").strip();
        if (noneMatch.equals("*") && match.isEmpty()) {
            return new Precondition.Absent();
        }
        if (!noneMatch.isEmpty()) {
            throw ApiFault.of(ErrorCode.BAD_PARAMETER, "If-None-Match takes * alone here");
        }
        if (match.isEmpty()) {
            return new Precondition.None();
        }
        if (match.equals("*")) {
            return new Precondition.Exists();
        }
        Matcher etag = ETAG.matcher(match);
        if (!etag.matches()) {
            throw ApiFault.of(
                    ErrorCode.BAD_PARAMETER,
                    "If-Match must be one revision in quotes, such as \"12\", or *");
        }
        return new Precondition.AtRevision(Long.parseLong(etag.group(1)));
    }
}
