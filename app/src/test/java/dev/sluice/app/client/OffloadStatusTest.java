package dev.sluice.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OffloadStatusTest {
    @Test
    void directors_say_what_their_kernels_forward_and_other_nodes_nothing() {
        String text =
                printed(
                        """
                        [{"name":"director-1","offload":{"way":"native XDP","why":"it can",
                          "sessions":12,"most":5000,"begun":20,"revoked":8,"withoutPlace":1,
                          "packets":900,"bytes":90000,"workerFrames":77,"workerBytes":7700}},
                         {"name":"director-2","offload":{"way":"none","why":"--offload is 0"}},
                         {"name":"proxy-1"}]
                        """);

        assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
                .contains("director-1 native XDP 12 5000 900 77 1 it can")
                .contains("director-2 none 0 0 0 0 0 --offload is 0")
                .noneMatch(line -> line.contains("proxy"));
        assertThat(printed("[{\"name\":\"proxy-1\"}]")).isEmpty();
    }

    private static String printed(String nodes) {
        var bytes = new ByteArrayOutputStream();
        OffloadStatus.print(
                JsonMapper.builder().build().readTree(nodes),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
