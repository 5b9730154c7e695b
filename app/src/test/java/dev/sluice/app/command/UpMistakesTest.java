package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.demo.DemoCertificate;
import dev.sluice.app.scenario.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be: one clear sentence for each mistake, exit code 1, nothing changed. */
class UpMistakesTest {
    @TempDir Path folder;

    @Test
    void a_port_that_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Path file = write(http(taken.getLocalPort()));

            var said = up("-f", file.toString());

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err().lines())
                    .containsExactly(
                            "sluice: %s:5: port %d on 127.0.0.1 is taken by another process; stop that one or choose another port"
                                    .formatted(file, taken.getLocalPort()));
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_demo_port_that_is_taken_is_said_with_the_option_that_moves_it() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            String ports =
                    "%d,%d,%d,%d"
                            .formatted(FreePorts.next(), FreePorts.next(), port, FreePorts.next());

            var said = up("--demo", "--demo-ports", ports);

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err().lines())
                    .singleElement()
                    .asString()
                    .contains("demo-http: port " + port, "--demo-ports");
        }
    }

    @Test
    void an_admin_port_that_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String admin = "127.0.0.1:" + taken.getLocalPort();

            var said = Said.by("up", "--data", folder.resolve("data").toString(), "--admin", admin);

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.err().lines()).singleElement().asString().contains(admin, "--admin");
        }
    }

    @Test
    void text_that_is_no_yaml() throws IOException {
        Path file = write("loadBalancers:\n  - { name: web\n");

        var said = up("-f", file.toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: " + file + ":")
                .contains("not YAML");
    }

    @Test
    void every_mistake_of_a_file_is_a_line_with_its_place() throws IOException {
        Path file =
                write(
                        """
                        loadBalancers:
                          - name: web
                            address: 127.0.0.1
                            colour: blue
                            listeners:
                              - { protocol: http, port: 70000, serverGroup: pages }
                        """);

        var said = up("-f", file.toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains(
                        file + ":4: loadBalancers[0].colour",
                        file + ":6: loadBalancers[0].listeners[0].port");
    }

    @Test
    void a_key_that_is_not_there() throws IOException {
        Files.writeString(folder.resolve("site.pem"), DemoCertificate.make().chainPem());
        Path file =
                write(
                        "certificates:\n  - { name: site, chainFile: site.pem, keyFile: site.key }\n");

        var said = up("-f", file.toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err().lines())
                .containsExactly("sluice: cannot read " + file + ":2: site.key (no such file)");
    }

    @Test
    void a_key_that_belongs_to_another_certificate() throws IOException {
        Files.writeString(folder.resolve("site.pem"), DemoCertificate.make().chainPem());
        Files.writeString(folder.resolve("site.key"), DemoCertificate.make().keyPem());
        Path file =
                write(
                        "certificates:\n  - { name: site, chainFile: site.pem, keyFile: site.key }\n");

        var said = up("-f", file.toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains(file + ":2").doesNotContain("PRIVATE KEY");
        assertThat(said.err().lines()).hasSize(1);
    }

    @Test
    void a_data_folder_that_cannot_be_made() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        var said =
                Said.by("up", "--data", file.resolve("data").toString(), "--admin", "127.0.0.1:0");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err().lines())
                .singleElement()
                .asString()
                .contains(file.resolve("data").toString(), "--data");
    }

    @Test
    void an_admin_address_that_is_none() {
        assertThat(Said.by("up", "--admin", "here").err()).contains("--admin HOST:PORT");
    }

    @Test
    void a_data_folder_made_by_a_start_is_its_owners_alone() throws IOException {
        Path file = write("certificates: 5\n");

        up("-f", file.toString());

        assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    private Said up(String... more) {
        String[] words = new String[more.length + 5];
        words[0] = "up";
        words[1] = "--data";
        words[2] = folder.resolve("data").toString();
        words[3] = "--admin";
        words[4] = "127.0.0.1:0";
        System.arraycopy(more, 0, words, 5, more.length);
        return Said.by(words);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), yaml);
    }

    private static String http(int port) {
        return """
        loadBalancers:
          - name: web
            address: 127.0.0.1
            listeners:
              - { protocol: http, port: %d, serverGroup: pages }
        serverGroups:
          - name: pages
        """
                .formatted(port);
    }
}
