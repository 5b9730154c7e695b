package dev.sluice.control.rest;

import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.status.StatusReport;
import dev.sluice.control.store.Audit;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.model.shape.Words;
import dev.sluice.model.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is so: status, explanations, the audit, metrics, and whether control lives. */
final class ReportEndpoints {
    private static final int MAX_AUDITS = 1_000;

    private final Api.Parts parts;

    ReportEndpoints(Api.Parts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/v1/status",
                        "getStatus",
                        "Tells of nodes, listeners and servers: state, health, counts and rates.",
                        Route.Access.TOKEN,
                        List.of(),
                        (_, _) -> status()),
                new Route(
                        "POST",
                        "/v1/explain/request",
                        "explainRequest",
                        "Says which rule, group and server would take a request, and why.",
                        Route.Access.TOKEN,
                        List.of(),
                        (request, _) -> explain(request)),
                new Route(
                        "GET",
                        "/v1/audit",
                        "listAudit",
                        "Lists who did what, newest first.",
                        Route.Access.TOKEN,
                        List.of("before", "limit"),
                        (request, _) -> audit(request)),
                open(
                        "/metrics",
                        "getMetrics",
                        "Everything counted, as Prometheus text.",
                        (_, _) ->
                                ApiResponse.text(
                                        200,
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        parts.measure().prometheusText())),
                open(
                        "/live",
                        "getLive",
                        "Answers while the process serves.",
                        (_, _) -> ApiResponse.text(200, "text/plain; charset=utf-8", "live\n")),
                open(
                        "/ready",
                        "getReady",
                        "Answers 200 once every node has its configuration.",
                        (_, _) -> ready()));
    }

    private static Route open(
            String path, String operationId, String summary, Route.Endpoint endpoint) {
        return new Route(
                "GET", path, operationId, summary, Route.Access.LOOPBACK, List.of(), endpoint);
    }

    private ApiResponse status() {
        var report =
                new StatusReport(
                        parts.writer().catalog(),
                        parts.distributor(),
                        parts.conditions(),
                        parts.sampler());
        return ApiResponse.json(200, report.tree());
    }

    private ApiResponse ready() {
        List<NodeProgress> nodes = parts.distributor().progress();
        boolean ready =
                parts.writer().catalog().revision() == 0
                        || (!nodes.isEmpty()
                                && nodes.stream()
                                        .allMatch(node -> node.acknowledged().revision() > 0));
        return ready
                ? ApiResponse.text(200, "text/plain; charset=utf-8", "ready\n")
                : ApiResponse.text(
                        503,
                        "text/plain; charset=utf-8",
                        "not ready: a node has not taken its configuration yet\n");
    }

    private ApiResponse explain(ApiRequest request) throws ApiFault {
        Tree.Mapping body = Bodies.mapping(request, "application/json");
        var question =
                new RequestQuestion(
                        text(body, "listener"),
                        required(body, "host"),
                        required(body, "path"),
                        required(body, "client"),
                        text(body, "cookie"));
        var answers = new ArrayList<Tree>();
        for (Node node : parts.distributor().nodes()) {
            for (Explanation.Answer answer : node.explain(question).answers()) {
                answers.add(answer(node.name(), answer));
            }
        }
        if (answers.isEmpty() && parts.distributor().nodes().isEmpty()) {
            throw ApiFault.of(ErrorCode.UNAVAILABLE, "no node is attached that could explain");
        }
        return ApiResponse.json(
                200, new TreeBuilder().list("answers", answers, answer -> answer).build());
    }

    private static Tree answer(String node, Explanation.Answer answer) {
        return new TreeBuilder()
                .text("node", node)
                .text("listener", answer.listener())
                .text("outcome", answer.outcome())
                .text("rule", answer.rule())
                .text("group", answer.group())
                .text("backend", answer.backend())
                .texts("because", answer.because())
                .list("candidates", answer.candidates(), ReportEndpoints::candidate)
                .build();
    }

    private static Tree candidate(Explanation.Candidate candidate) {
        return new TreeBuilder()
                .text("endpoint", candidate.endpoint())
                .number("weight", candidate.weight())
                .text("health", Words.of(candidate.health()))
                .text("verdict", candidate.verdict())
                .build();
    }

    private static String required(Tree.Mapping body, String field) throws ApiFault {
        String text = text(body, field);
        if (text == null || text.isEmpty()) {
            throw ApiFault.of(ErrorCode.BAD_SYNTAX, "'" + field + "' must be a text");
        }
        return text;
    }

    private static @Nullable String text(Tree.Mapping body, String field) {
        return body.fields().get(field) instanceof Tree.Scalar scalar ? scalar.text() : null;
    }

    private ApiResponse audit(ApiRequest request) throws ApiFault {
        long before = request.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
        int limit = (int) request.number("limit", 100, 1, MAX_AUDITS);
        List<Audit> rows = parts.store().audit(before, limit);
        return ApiResponse.json(
                200, new TreeBuilder().list("items", rows, ReportEndpoints::row).build());
    }

    private static Tree row(Audit row) {
        return new TreeBuilder()
                .number("number", row.number())
                .text("at", Instant.ofEpochMilli(row.atMs()).toString())
                .text("actor", row.actor())
                .text("action", row.action())
                .text("kind", row.kind())
                .text("account", row.account())
                .text("name", row.name())
                .text("id", row.id())
                .number("revision", row.revision())
                .text("result", row.result())
                .build();
    }
}
