package dev.sluice.control.rest;

import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.model.Kind;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The OpenAPI 3.1 document, made from the routes and the shapes of the resources, so that it cannot
 * say anything else than they do.
 */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z]+)}");

    private final List<Route> routes;

    /** Describes these routes and its own. */
    OpenApi(List<Route> others) {
        this.routes = new ArrayList<>(others);
        routes.addAll(routes());
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/v1/openapi.json",
                        "getOpenApi",
                        "This document.",
                        Route.Access.OPEN,
                        List.of(),
                        (_, _) -> ApiResponse.text(200, "application/json", document())));
    }

    String document() {
        Tree tree =
                new TreeBuilder()
                        .text("openapi", "3.1.0")
                        .put("info", info())
                        .put("paths", paths())
                        .put("components", components())
                        .build();
        return TreeWriter.prettyJson(tree);
    }

    private static Tree info() {
        return new TreeBuilder()
                .text("title", "Sluice admin API")
                .text("version", "1")
                .text(
                        "description",
                        "Resources are named by name or id. A resource's revision is its entity"
                                + " tag. Failures are problem documents (RFC 9457) with a stable"
                                + " code.")
                .build();
    }

    private Tree paths() {
        Map<String, TreeBuilder> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.template(), _ -> new TreeBuilder())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        var tree = new TreeBuilder();
        paths.forEach((path, operations) -> tree.put(path, operations.build()));
        return tree.build();
    }

    private static Tree operation(Route route) {
        var tree =
                new TreeBuilder()
                        .text("operationId", route.operationId())
                        .text("summary", route.summary())
                        .list("parameters", parameters(route), parameter -> parameter);
        if (!route.method().equals("GET") && !route.method().equals("DELETE")) {
            tree.put("requestBody", requestBody(route));
        }
        tree.put("responses", responses(route));
        Tree token = new TreeBuilder().texts("token", List.of()).build();
        return tree.list(
                        "security",
                        route.access() == Route.Access.TOKEN ? List.of(token) : List.<Tree>of(),
                        scheme -> scheme)
                .build();
    }

    private static List<Tree> parameters(Route route) {
        var parameters = new ArrayList<Tree>();
        var inPath = PARAMETER.matcher(route.template());
        while (inPath.find()) {
            parameters.add(parameter(inPath.group(1), "path"));
        }
        route.query().forEach(name -> parameters.add(parameter(name, "query")));
        return parameters;
    }

    private static Tree parameter(String name, String in) {
        return new TreeBuilder()
                .text("name", name)
                .text("in", in)
                .flag("required", in.equals("path"))
                .put("schema", new TreeBuilder().text("type", "string").build())
                .build();
    }

    private static Tree requestBody(Route route) {
        String type =
                route.method().equals("PATCH")
                        ? "application/merge-patch+json"
                        : "application/json";
        var content = new TreeBuilder().put(type, content(schemaName(route), route));
        if (route.operationId().equals("apply")) {
            content.put(
                    "application/yaml",
                    new TreeBuilder()
                            .put("schema", new TreeBuilder().text("type", "string").build())
                            .build());
        }
        return new TreeBuilder().flag("required", true).put("content", content.build()).build();
    }

    /** A patch holds some of the fields, so it is only known to be an object. */
    private static Tree content(String schema, Route route) {
        Tree described =
                schema.isEmpty() || route.method().equals("PATCH")
                        ? new TreeBuilder().text("type", "object").build()
                        : reference(schema);
        return new TreeBuilder().put("schema", described).build();
    }

    private static Tree responses(Route route) {
        var tree = new TreeBuilder();
        tree.put("200", response("Done.", mediaType(route), resultSchema(route)));
        if (route.method().equals("PUT")) {
            tree.put("201", response("Made.", mediaType(route), resultSchema(route)));
        }
        return tree.put("default", response("A problem.", "application/problem+json", "Problem"))
                .build();
    }

    private static String mediaType(Route route) {
        return switch (route.operationId()) {
            case "watch" -> "text/event-stream";
            case "getMetrics", "getLive", "getReady" -> "text/plain";
            default -> "application/json";
        };
    }

    private static String resultSchema(Route route) {
        String name = schemaName(route);
        if (name.isEmpty() || route.method().equals("DELETE")) {
            return "";
        }
        return route.template().endsWith("{nameOrId}") ? name : name + "List";
    }

    /** The resource that a route is about; empty for routes that are about something else. */
    private static String schemaName(Route route) {
        for (Kind kind : Kind.values()) {
            String list = "/v1/" + kind.plural();
            if (route.template().equals(list) || route.template().startsWith(list + "/")) {
                return kind.type().getSimpleName();
            }
        }
        return "";
    }

    private static Tree response(String description, String mediaType, String schema) {
        var type = new TreeBuilder();
        if (!schema.isEmpty()) {
            type.put("schema", reference(schema));
        }
        return new TreeBuilder()
                .text("description", description)
                .put("content", new TreeBuilder().put(mediaType, type.build()).build())
                .build();
    }

    private static Tree components() {
        return new TreeBuilder()
                .put("schemas", Schemas.all())
                .put(
                        "securitySchemes",
                        new TreeBuilder()
                                .put(
                                        "token",
                                        new TreeBuilder()
                                                .text("type", "http")
                                                .text("scheme", "bearer")
                                                .build())
                                .build())
                .build();
    }

    static Tree reference(String schema) {
        return new TreeBuilder().text("$ref", "#/components/schemas/" + schema).build();
    }
}
