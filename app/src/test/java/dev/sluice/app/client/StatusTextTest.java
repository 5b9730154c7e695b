package dev.sluice.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StatusTextTest {
    private static final String SERVER =
            """
            {"node":"%s","endpoint":"10.1.0.1:80","weight":100,"health":"normal",
             "activeConnections":1,"requests":2,"requestsPerSecond":0.5,"cause":""}\
            """;

    @Test
    void one_node_needs_no_name_beside_its_servers() {
        assertThat(printed("", SERVER.formatted("proxy-1")))
                .contains("web 10.1.0.1:80 100 normal 1 2 0.5")
                .doesNotContain("NODE");
    }

    @Test
    void who_of_several_nodes_looks_at_a_server_is_said() {
        String servers = SERVER.formatted("proxy-1") + "," + SERVER.formatted("director-1");
        assertThat(printed("", servers))
                .contains("NODE SERVER GROUP SERVER")
                .contains("proxy-1 web 10.1.0.1:80 100 normal 1 2 0.5")
                .contains("director-1 web 10.1.0.1:80 100 normal 1 2 0.5");
    }

    @Test
    void nodes_stand_in_the_order_of_their_names() {
        String nodes =
                """
                {"name":"director-10","revision":3},{"name":"director-2","revision":3},
                {"name":"control","revision":2}\
                """;
        assertThat(printed(nodes, "").lines())
                .startsWith(
                        "node control: revision 2 of 3",
                        "node director-2: revision 3",
                        "node director-10: revision 3");
    }

    /** Without more than one blank anywhere. */
    private static String printed(String nodes, String servers) {
        String status =
                """
                {"revision":3,"nodes":[%s],"loadBalancers":[],
                 "serverGroups":[{"name":"web","servers":[%s]}]}\
                """
                        .formatted(nodes, servers);
        var bytes = new ByteArrayOutputStream();
        StatusText.print(
                JsonMapper.builder().build().readTree(status),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
    }
}
