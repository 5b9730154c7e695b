package dev.sluice.control.rest;

import dev.sluice.control.distribute.NodeAway;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.Question;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.model.shape.Words;
import dev.sluice.model.tree.Tree;
import dev.sluice.model.unit.IpLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What would become of traffic: every node that knows is asked. */
final class ExplainEndpoints {
    private static final int MAX_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    private final Api.Parts parts;

    ExplainEndpoints(Api.Parts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/v1/explain/request",
                        "explainRequest",
                        "Says which rule, group and server would take a request, and why.",
                        Route.Access.TOKEN,
                        List.of(),
                        (request, _) -> explain(requestQuestion(request))),
                new Route(
                        "POST",
                        "/v1/explain/packet",
                        "explainPacket",
                        "Says which listener and server would take a packet, and why.",
                        Route.Access.TOKEN,
                        List.of(),
                        (request, _) -> explain(packetQuestion(request))));
    }

    private static Question requestQuestion(ApiRequest request) throws ApiFault {
        Tree.Mapping body = Bodies.mapping(request, "application/json");
        return new RequestQuestion(
                text(body, "listener"),
                required(body, "host"),
                required(body, "path"),
                required(body, "client"),
                text(body, "cookie"));
    }

    private static Question packetQuestion(ApiRequest request) throws ApiFault {
        Tree.Mapping body = Bodies.mapping(request, "application/json");
        String protocol = required(body, "protocol");
        if (!protocol.equals("tcp") && !protocol.equals("udp")) {
            throw ApiFault.of(ErrorCode.BAD_SYNTAX, "'protocol' must be tcp or udp");
        }
        return new PacketQuestion(
                protocol,
                address(body, "source"),
                port(body, "sourcePort"),
                address(body, "destination"),
                port(body, "destinationPort"));
    }

    private ApiResponse explain(Question question) throws ApiFault {
        var answers = new ArrayList<Tree>();
        var silent = new ArrayList<String>();
        for (Node node : parts.distributor().nodes()) {
            try {
                for (Explanation.Answer answer : node.explain(question).answers()) {
                    answers.add(answer(node.name(), answer));
                }
            } catch (NodeAway away) {
                silent.add(String.valueOf(away.getMessage()));
            }
        }
        if (answers.isEmpty() && !silent.isEmpty()) {
            throw ApiFault.of(ErrorCode.UNAVAILABLE, String.join("; ", silent));
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
                .list("candidates", answer.candidates(), ExplainEndpoints::candidate)
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

    private static String address(Tree.Mapping body, String field) throws ApiFault {
        String text = required(body, field);
        if (IpLiteral.parse(text).isEmpty()) {
            throw ApiFault.of(ErrorCode.BAD_SYNTAX, "'" + field + "' must be an IP address");
        }
        return text;
    }

    private static int port(Tree.Mapping body, String field) throws ApiFault {
        String text = required(body, field);
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > MAX_PORT) {
            throw ApiFault.of(ErrorCode.BAD_SYNTAX, "'" + field + "' must be a port, 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static @Nullable String text(Tree.Mapping body, String field) {
        return body.fields().get(field) instanceof Tree.Scalar scalar ? scalar.text() : null;
    }
}
