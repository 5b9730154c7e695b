package dev.sluice.control.rest;

import dev.sluice.control.distribute.RemoteNodes;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.identity.JoinedNode;
import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import dev.sluice.model.tree.Tree;
import dev.sluice.node.join.Badge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is a node: tokens that let one in, the list, and taking one out. */
final class NodeEndpoints {
    private static final int MAX_MINUTES = 7 * 24 * 60;

    private final @Nullable RemoteNodes nodes;

    NodeEndpoints(Api.Parts parts) {
        this.nodes = parts.nodes();
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/v1/nodes/tokens",
                        "giveJoinToken",
                        "Makes a token by which a node joins.",
                        Route.Access.TOKEN,
                        List.of(),
                        (request, _) -> giveToken(request)),
                new Route(
                        "GET",
                        "/v1/nodes",
                        "listNodes",
                        "Lists the nodes that have joined, here or away.",
                        Route.Access.TOKEN,
                        List.of(),
                        (_, _) -> list()),
                new Route(
                        "DELETE",
                        "/v1/nodes/{name}",
                        "removeNode",
                        "Takes a node out: its certificate is worth nothing any more.",
                        Route.Access.TOKEN,
                        List.of(),
                        (_, parameters) -> remove(Objects.requireNonNull(parameters.get("name")))));
    }

    private RemoteNodes nodes() throws ApiFault {
        if (nodes == null) {
            throw ApiFault.of(
                    ErrorCode.UNAVAILABLE,
                    "this control takes no nodes: it was started by ./sluice up; start ./sluice control instead");
        }
        return nodes;
    }

    private ApiResponse giveToken(ApiRequest request) throws ApiFault {
        Tree.Mapping body = Bodies.mapping(request, "application/json");
        Role role =
                Badge.role(text(body, "role", ""))
                        .orElseThrow(() ->
                                ApiFault.of(ErrorCode.INVALID, "'role' must be proxy or director"));
        String minutes = text(body, "minutes", "60");
        if (!minutes.matches("[0-9]{1,5}")
                || Integer.parseInt(minutes) < 1
                || Integer.parseInt(minutes) > MAX_MINUTES) {
            throw ApiFault.of(
                    ErrorCode.INVALID, "'minutes' must be a whole number from 1 to " + MAX_MINUTES);
        }
        boolean many = text(body, "many", "false").equals("true");
        Duration life = Duration.ofMinutes(Integer.parseInt(minutes));
        try {
            String token = nodes().admission().giveToken(role, life, many).text();
            return ApiResponse.json(200, new TreeBuilder().text("token", token).build());
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be written down", e);
        }
    }

    private static String text(Tree.Mapping body, String field, String otherwise) {
        return body.fields().get(field) instanceof Tree.Scalar scalar && scalar.text() != null
                ? scalar.text()
                : otherwise;
    }

    private ApiResponse list() throws ApiFault {
        List<JoinedNode> all = nodes().admission().register().all();
        return ApiResponse.json(
                200, new TreeBuilder().list("items", all, NodeEndpoints::node).build());
    }

    private static Tree node(JoinedNode node) {
        return new TreeBuilder()
                .text("name", node.name())
                .text("role", Words.of(node.role()))
                .text("address", node.address())
                .build();
    }

    private ApiResponse remove(String name) throws ApiFault {
        try {
            if (!nodes().remove(name)) {
                throw ApiFault.of(ErrorCode.NOT_FOUND, "no node named " + name + " has joined");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the removal cannot be written down", e);
        }
        return ApiResponse.json(200, new TreeBuilder().text("name", name).build());
    }
}
