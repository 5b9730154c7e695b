package dev.sluice.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.app.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir Path folder;

    @Test
    void the_files_it_names_are_read_beside_it() throws IOException {
        Files.writeString(folder.resolve("site.pem"), "chain");
        Files.writeString(folder.resolve("site.key"), "key");
        Path file =
                write(
                        """
                        certificates:
                          - { name: site, chainFile: site.pem, keyFile: site.key }
                        """);

        var read = ConfigurationFile.read(file);

        assertThat(read.files())
                .containsEntry("site.pem", "chain")
                .containsEntry("site.key", "key");
        assertThat(read.toString()).doesNotContain("key\"", "chain");
    }

    @Test
    void every_file_that_cannot_be_read_is_a_line_that_says_where_it_is_named() throws IOException {
        Path file =
                write(
                        """
                        certificates:
                          - name: site
                            chainFile: gone.pem
                            keyFile: gone.key
                        """);

        assertThatThrownBy(() -> ConfigurationFile.read(file))
                .isInstanceOf(CommandFailed.class)
                .hasMessage(
                        "cannot read %1$s:3: gone.pem (no such file)\ncannot read %1$s:4: gone.key (no such file)",
                        file);
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> ConfigurationFile.read(folder.resolve("no.yaml")))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("cannot read %s (no such file)", folder.resolve("no.yaml"));
    }

    @Test
    void what_is_no_yaml_is_said_with_its_line() throws IOException {
        Path file = write("loadBalancers:\n  - { name: web\n");

        assertThatThrownBy(() -> ConfigurationFile.read(file))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining("not YAML");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), yaml);
    }
}
