package dev.sluice.control.rest;

import dev.sluice.control.distribute.NodeProgress;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.status.StatusReport;
import dev.sluice.control.store.Audit;
import dev.sluice.model.tree.Tree;
import java.time.Instant;
import java.util.List;

/** What is so: status, the audit, metrics, and whether control lives. */
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
        List<NodeProgress> nodes =
                parts.distributor().progress().stream().filter(node -> !node.away()).toList();
        boolean ready =
                parts.writer().catalog().revision() == 0
                        || (!nodes.isEmpty()
                                && nodes.stream().allMatch(node -> node.hasAnswered(1)));
        return ready
                ? ApiResponse.text(200, "text/plain; charset=utf-8", "ready\n")
                : ApiResponse.text(
                        503,
                        "text/plain; charset=utf-8",
                        "not ready: a node has not taken its configuration yet\n");
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
