package dev.sluice.control.rest;

import dev.sluice.control.distribute.NodeStream;
import dev.sluice.control.distribute.RemoteNode;
import dev.sluice.control.distribute.RemoteNodes;
import dev.sluice.control.identity.JoinedNode;
import dev.sluice.control.identity.NotAdmitted;
import dev.sluice.node.wire.Issued;
import dev.sluice.node.wire.JoinRequest;
import dev.sluice.node.wire.RecordJson;
import dev.sluice.node.wire.Refused;
import dev.sluice.node.wire.RenewRequest;
import dev.sluice.node.wire.StreamAnswer;
import dev.sluice.node.wire.StreamReport;
import dev.sluice.node.wire.Unreadable;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes ask of control, drawn in {@code docs/wire/node-stream.md}. All but joining asks for a
 * node's certificate.
 */
public final class NodeApi implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(NodeApi.class);
    private static final String JSON = "application/json";

    private final RemoteNodes nodes;

    public NodeApi(RemoteNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        try {
            return dispatch(request);
        } catch (NotAdmitted refusal) {
            LOG.warn(
                    "{} {} of {} is refused: {}",
                    request.method(),
                    request.path(),
                    request.client().address(),
                    refusal.getMessage());
            return refused(
                    status(refusal.reason()),
                    refusal.reason().word(),
                    String.valueOf(refusal.getMessage()));
        } catch (Unreadable unreadable) {
            return refused(400, "BadRequest", String.valueOf(unreadable.getMessage()));
        } catch (ApiFault fault) {
            return fault.response();
        } catch (IOException | RuntimeException failure) {
            LOG.error("{} {} failed", request.method(), request.path(), failure);
            return refused(500, "Internal", "control failed; its log says why");
        }
    }

    private ApiResponse dispatch(ApiRequest request) throws NotAdmitted, IOException, ApiFault {
        String operation = request.method() + " " + request.path();
        if (operation.equals("POST /node/v1/join")) {
            return join(request);
        }
        JoinedNode who = nodes.admission().nodeOf(request.client().certificates());
        return switch (operation) {
            case "GET /node/v1/changes" -> changes(who, request);
            case "POST /node/v1/report" -> report(who, request);
            case "POST /node/v1/answer" -> answer(who, request);
            case "POST /node/v1/renew" -> renew(who, request);
            default -> refused(404, "NotFound", "nodes ask nothing of this kind");
        };
    }

    private ApiResponse join(ApiRequest request) throws NotAdmitted, IOException, ApiFault {
        JoinRequest asked = RecordJson.read(request.body().text(), JoinRequest.class);
        return issued(nodes.join(asked, request.client().address()));
    }

    private ApiResponse renew(JoinedNode who, ApiRequest request)
            throws NotAdmitted, Unreadable, ApiFault {
        RenewRequest asked = RecordJson.read(request.body().text(), RenewRequest.class);
        return issued(nodes.admission().renew(who, asked.request()));
    }

    private static ApiResponse issued(String certificates) {
        return ApiResponse.text(200, JSON, RecordJson.write(new Issued(certificates)));
    }

    private ApiResponse changes(JoinedNode who, ApiRequest request)
            throws NotAdmitted, IOException, ApiFault {
        long from = request.number("from", 0, 0, Long.MAX_VALUE);
        String digest = request.parameter("digest").orElse("");
        nodes.moved(who, request.parameter("address").orElse(null), request.client().address());
        RemoteNode node = nodes.of(who);
        NodeStream stream = node.open(from, digest);
        return new ApiResponse.Events(
                Map.of("Cache-Control", "no-store", "Sluice-Session", stream.session()),
                "application/jsonl",
                sink -> node.serve(stream, sink::write));
    }

    private ApiResponse report(JoinedNode who, ApiRequest request) throws Unreadable, ApiFault {
        return heard(
                nodes.of(who).hear(RecordJson.read(request.body().text(), StreamReport.class)));
    }

    private ApiResponse answer(JoinedNode who, ApiRequest request) throws Unreadable, ApiFault {
        return heard(
                nodes.of(who).hear(RecordJson.read(request.body().text(), StreamAnswer.class)));
    }

    private static ApiResponse heard(boolean heard) {
        return heard
                ? ApiResponse.text(204, "", "")
                : refused(410, "StreamGone", "this stream is not open any more; open another");
    }

    private static ApiResponse refused(int status, String reason, String message) {
        return ApiResponse.text(status, JSON, RecordJson.write(new Refused(reason, message)));
    }

    private static int status(NotAdmitted.Reason reason) {
        return switch (reason) {
            case BAD_REQUEST -> 400;
            case NAME_TAKEN -> 409;
            case NO_CERTIFICATE,
                    BAD_CERTIFICATE,
                    NOT_JOINED,
                    BAD_TOKEN,
                    TOKEN_USED,
                    TOKEN_EXPIRED,
                    WRONG_ROLE ->
                    403;
        };
    }
}
