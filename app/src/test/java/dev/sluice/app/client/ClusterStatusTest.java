package dev.sluice.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClusterStatusTest {
    @Test
    void a_node_that_stands_alone_is_in_no_table() {
        assertThat(printed("[{\"name\":\"proxy-1\"}]")).isEmpty();
    }

    @Test
    void a_director_among_others_is_shown_with_all_that_it_speaks_with() {
        String text =
                printed(
                        """
                        [{"name":"director-1","cluster":{"duty":"serving",
                          "virtualRouters":[{"id":10,"interface":"front","family":"ipv4",
                            "state":"master","since":"2026-01-01T00:00:00Z","why":"it started",
                            "incomplete":true,"priority":150,"master":"192.0.2.11",
                            "addresses":["203.0.113.10","203.0.113.11"]}],
                          "bgpPeers":[{"address":"192.0.2.1","as":64600,"state":"established",
                            "since":"2026-01-01T00:00:00Z","routes":3,"sessions":1,"bfd":"up"}],
                          "sync":{"number":1,"complete":true,"owned":20,"mirrored":30,"safe":17,
                            "atRisk":[{"what":"not sent","count":3},{"what":"no peer","count":0}],
                            "unshared":0,"lag":4,"lagMs":70,"repaired":[],
                            "peers":[{"number":2,"name":"director-2","live":true},
                              {"number":3,"name":"","live":false}]},
                          "lvs":[{"name":"old","port":8848,"syncId":7,"messagesIn":5,
                            "messagesOut":6,"sessionsIn":50,"sessionsOut":60,"leftOut":1,
                            "refused":[{"what":"unknown service","count":2}]}],
                          "refused":[{"what":"session sync: not authentic","count":9}]}}]
                        """);

        assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "director-1 serving yes 20 30 17 3 not sent 70 ms director-2, 3 (silent)",
                        "director-1 old port 8848 syncid 7 5 6 50 60 1 2 unknown service",
                        "director-1 9 session sync: not authentic",
                        "director-1 10 front ipv4 master, incomplete 2026-01-01T00:00:00Z 150"
                                + " 192.0.2.11 203.0.113.10 203.0.113.11 it started",
                        "director-1 192.0.2.1 as 64600 established 2026-01-01T00:00:00Z 3 up");
    }

    private static String printed(String nodes) {
        JsonNode read = JsonMapper.builder().build().readTree(nodes);
        var bytes = new ByteArrayOutputStream();
        ClusterStatus.print(read, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
