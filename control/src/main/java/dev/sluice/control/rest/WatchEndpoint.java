package dev.sluice.control.rest;

import dev.sluice.control.change.Writer;
import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.control.store.Change;
import dev.sluice.control.store.History;
import dev.sluice.control.store.Store;
import dev.sluice.model.tree.Tree;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells of changes as server-sent events, one event a revision:
 *
 * <pre>
 * id: 12
 * event: change
 * data: {"revision":12,"changes":[{"action":"put","kind":"listener","resource":{…}}]}
 * </pre>
 *
 * <p>A client goes on where it stopped by {@code Last-Event-ID} or {@code ?from=}, the last
 * revision it has seen. A comment every ten seconds shows that the connection lives. When the
 * history no longer reaches back, the answer is 410, or within a stream the event {@code gone}.
 */
final class WatchEndpoint {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final Store store;
    private final Writer writer;

    WatchEndpoint(Api.Parts parts) {
        this.store = parts.store();
        this.writer = parts.writer();
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/v1/watch",
                        "watch",
                        "Streams changes of all kinds as server-sent events.",
                        Route.Access.TOKEN,
                        List.of("from"),
                        (request, _) -> watch(request)));
    }

    private ApiResponse watch(ApiRequest request) throws ApiFault {
        long newest = writer.catalog().revision();
        long from = request.number("from", newest, 0, Long.MAX_VALUE);
        String lastSeen = request.header("last-event-id").orElse("");
        if (lastSeen.matches("[0-9]{1,18}")) {
            from = Long.parseLong(lastSeen);
        }
        if (store.since(from, 1) instanceof History.TooOld gone) {
            throw ApiFault.of(
                    ErrorCode.RANGE_GONE,
                    "the history begins after revision "
                            + gone.oldest()
                            + "; list the resources again and watch from the list's revision");
        }
        long begin = from;
        return new ApiResponse.Events(
                Map.of("Cache-Control", "no-store"), "text/event-stream", sink -> run(begin, sink));
    }

    private void run(long from, ApiResponse.EventSink sink)
            throws IOException, InterruptedException {
        long seen = from;
        sink.write(": watching from " + from + "\n\n");
        while (!writer.isClosed()) {
            switch (store.since(seen, PAGE)) {
                case History.TooOld gone -> {
                    sink.write("event: gone\ndata: {\"oldest\":" + gone.oldest() + "}\n\n");
                    return;
                }
                case History.Changes page -> {
                    write(page.changes(), sink);
                    seen = page.upTo();
                }
            }
            if (!writer.awaitAfter(seen, HEARTBEAT)) {
                sink.write(": alive\n\n");
            }
        }
    }

    private static void write(List<Change> changes, ApiResponse.EventSink sink) throws IOException {
        var ofOneRevision = new ArrayList<Change>();
        for (Change change : changes) {
            if (!ofOneRevision.isEmpty()
                    && ofOneRevision.getFirst().revision() != change.revision()) {
                sink.write(event(ofOneRevision));
                ofOneRevision.clear();
            }
            ofOneRevision.add(change);
        }
        if (!ofOneRevision.isEmpty()) {
            sink.write(event(ofOneRevision));
        }
    }

    private static String event(List<Change> changes) {
        long revision = changes.getFirst().revision();
        Tree tree =
                new TreeBuilder()
                        .number("revision", revision)
                        .list("changes", changes, WatchEndpoint::change)
                        .build();
        return "id: " + revision + "\nevent: change\ndata: " + TreeWriter.json(tree) + "\n\n";
    }

    private static Tree change(Change change) {
        return new TreeBuilder()
                .text("action", change.removed() ? "remove" : "put")
                .text("kind", change.resource().kind().singular())
                .put("resource", ResourceDocument.of(change.resource()))
                .build();
    }
}
