package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BulkAnswersTest {
    /** By a process of its own, whose limit hurts nobody else. */
    @Test
    void who_comes_while_no_file_can_be_opened_is_looked_for_once_a_second()
            throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        "sh",
                                        "-c",
                                        "ulimit -n 300; exec \"$@\"",
                                        "sh",
                                        java,
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:-MaxFDLimit",
                                        "-XX:+UseSerialGC",
                                        "-Xmx64m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        ExhaustedProcess.class.getName()))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(said.lines())
                .contains(
                        "after a hundred rounds: 1",
                        "waits for the listener: no",
                        "a second later: 2",
                        "with files again: 2, answered");
        assertThat(said).containsOnlyOnce("LimitNOFILE");
    }
}
