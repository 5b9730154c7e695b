package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.rules.SourceTree;
import dev.sluice.app.scenario.FreePorts;
import dev.sluice.app.scenario.HttpBackend;
import dev.sluice.app.scenario.Packaged;
import dev.sluice.app.scenario.Program;
import dev.sluice.app.scenario.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users really start: the shell script, with the jars that the build has just packaged. Runs
 * after packaging.
 */
@Packaged
class LauncherTest {
    private static final String SLUICE = SourceTree.root().resolve("sluice").toString();

    @TempDir Path folder;

    @Test
    void it_says_its_version_and_its_commands() {
        assertThat(sluice("version").output()).startsWith("sluice 0.1.0 on Java 25");
        assertThat(sluice("--help").output()).contains("up", "apply", "status", "test");
    }

    @Test
    void exit_codes_are_the_programs_own() {
        assertThat(sluice("nonsense").code()).isEqualTo(2);
        assertThat(sluice("status", "--data", folder.toString()).code()).isEqualTo(1);
    }

    @Test
    void up_serves_a_file_and_a_signal_stops_it_without_cutting_anybody_off()
            throws IOException, InterruptedException {
        int port = FreePorts.next();
        try (var backend = HttpBackend.start("a")) {
            Process up = up(configuration(port, backend.port()));
            String url = "http://127.0.0.1:" + port + "/";
            Until.holds(
                    "up answers",
                    () -> Program.run("curl", "-s", url).output().equals("a\n") || died(up));

            assertThat(sluice("status", "--data", folder.resolve("data").toString()).output())
                    .contains("127.0.0.1:" + backend.port());
            up.destroy();

            assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).as(log()).isZero();
            assertThat(folder.resolve("data/admin")).doesNotExist();
        }
    }

    @Test
    void what_was_applied_is_served_again_after_a_kill() throws IOException, InterruptedException {
        int port = FreePorts.next();
        try (var backend = HttpBackend.start("a")) {
            String url = "http://127.0.0.1:" + port + "/";
            Process first = up(configuration(port, backend.port()));
            Until.holds(
                    "up answers", () -> Program.run("curl", "-s", url).code() == 0 || died(first));
            first.destroyForcibly().waitFor();

            Process second = up(null);
            Until.holds(
                    "it answers again",
                    () -> Program.run("curl", "-s", url).output().equals("a\n") || died(second));
            second.destroy();
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Process up(@org.jspecify.annotations.Nullable Path file) throws IOException {
        var builder =
                new ProcessBuilder(
                        SLUICE,
                        "up",
                        "--data",
                        folder.resolve("data").toString(),
                        "--admin",
                        "127.0.0.1:0",
                        "--grace",
                        "5");
        if (file != null) {
            builder.command().add("-f");
            builder.command().add(file.toString());
        }
        builder.environment().put("SLUICE_NO_BUILD", "1");
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private boolean died(Process process) {
        if (!process.isAlive()) {
            throw new AssertionError("up ended: " + log());
        }
        return false;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "no log";
        }
    }

    private Path configuration(int port, int backendPort) throws IOException {
        return Files.writeString(
                folder.resolve("sluice.yaml"),
                """
                loadBalancers:
                  - name: web
                    address: 127.0.0.1
                    listeners:
                      - { protocol: http, port: %d, serverGroup: pages }
                serverGroups:
                  - name: pages
                    servers: [ { address: 127.0.0.1, port: %d } ]
                """
                        .formatted(port, backendPort));
    }

    private static Program sluice(String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "env";
        command[1] = "SLUICE_NO_BUILD=1";
        command[2] = SLUICE;
        System.arraycopy(words, 0, command, 3, words.length);
        return Program.run(command);
    }
}
