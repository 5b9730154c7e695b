package dev.sluice.control.rest;

import static dev.sluice.control.AdminClient.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.AdminClient;
import dev.sluice.control.ControlBed;
import dev.sluice.model.tree.Tree;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
@Timeout(120)
class WatchTest {
    @TempDir private Path directory;
    private ControlBed bed;
    private AdminClient client;

    @BeforeEach
    void open() throws Exception {
        bed = new ControlBed(directory);
        client = bed.client();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_watch_tells_of_the_past_and_then_of_each_change() throws Exception {
        client.put("/v1/serverGroups/one", "{}");
        try (Stream<String> lines = watch("/v1/watch?from=0")) {
            Iterator<String> each = lines.iterator();
            assertThat(data(each)).contains("\"revision\":1", "\"action\":\"put\"", "\"one\"");

            client.send("DELETE", "/v1/serverGroups/one", "");

            String removed = data(each);
            assertThat(removed).contains("\"revision\":2", "\"action\":\"remove\"");
            assertThat(((Tree.Scalar) tree(removed, "changes.0.kind")).text())
                    .isEqualTo("serverGroup");
        }
    }

    @Test
    void a_watch_goes_on_after_the_last_event_seen() throws Exception {
        client.put("/v1/serverGroups/one", "{}");
        client.put("/v1/serverGroups/two", "{}");

        try (Stream<String> lines = watch("/v1/watch?from=0", "Last-Event-ID", "1")) {
            assertThat(data(lines.iterator())).contains("\"two\"");
        }
    }

    @Test
    void one_event_holds_all_of_a_revision() throws Exception {
        String yaml = "serverGroups: [ { name: a }, { name: b }, { name: c } ]";
        client.send("POST", "/v1/apply", yaml, "Content-Type", "application/yaml");

        try (Stream<String> lines = watch("/v1/watch?from=0")) {
            assertThat(((Tree.Sequence) tree(data(lines.iterator()), "changes")).items())
                    .hasSize(3);
        }
    }

    @Test
    void watchers_are_let_go_when_control_stops() throws Exception {
        try (Stream<String> lines = watch("/v1/watch?from=0")) {
            Iterator<String> each = lines.iterator();
            assertThat(each.next()).startsWith(": watching");

            bed.plane().close();

            List<String> rest = new ArrayList<>();
            try {
                each.forEachRemaining(rest::add);
            } catch (UncheckedIOException cut) {
                rest.add("cut");
            }
            assertThat(rest).noneMatch(line -> line.startsWith("data:"));
        }
    }

    private Stream<String> watch(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                client.request(path).header("Authorization", "Bearer " + client.token());
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<Stream<String>> response =
                client.http().send(request.build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return response.body();
    }

    /** The data of the next event. */
    private static String data(Iterator<String> lines) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("data: ")) {
                return line.substring("data: ".length());
            }
        }
        throw new AssertionError("the stream ended");
    }
}
