package dev.sluice.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.app.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void the_environment_names_the_folder_first() {
        assertThat(DataFolder.byDefault(Map.of("SLUICE_DATA", "/srv/lb"), "root", HOME).path())
                .isEqualTo(Path.of("/srv/lb"));
    }

    @Test
    void root_keeps_its_data_with_the_system() {
        assertThat(DataFolder.byDefault(Map.of(), "root", HOME).path())
                .isEqualTo(Path.of("/var/lib/sluice"));
    }

    @Test
    void everybody_else_keeps_it_at_home() {
        assertThat(DataFolder.byDefault(Map.of(), "ada", HOME).path())
                .isEqualTo(Path.of("/home/ada/.local/share/sluice"));
    }

    @Test
    void the_desktop_convention_moves_it() {
        var environment = Map.of("XDG_DATA_HOME", "/home/ada/share");

        assertThat(DataFolder.byDefault(environment, "ada", HOME).path())
                .isEqualTo(Path.of("/home/ada/share/sluice"));
    }

    @Test
    void a_new_folder_is_its_owners_alone(@TempDir Path parent) throws IOException {
        var folder = new DataFolder(parent.resolve("a/b"));

        folder.create();

        assertThat(Files.getPosixFilePermissions(folder.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void what_a_start_wrote_the_command_line_reads(@TempDir Path parent) throws IOException {
        var folder = new DataFolder(parent);
        assertThat(folder.contact(null).admin()).isEqualTo(DataFolder.USUAL_ADMIN);

        folder.writeContact(new Contact("127.0.0.1:18080", parent.resolve("token")));
        folder.writeContact(new Contact("127.0.0.1:18081", Path.of("/tmp/demo/token")));

        assertThat(folder.contact(null))
                .isEqualTo(new Contact("127.0.0.1:18081", Path.of("/tmp/demo/token")));
    }

    @Test
    void another_address_goes_with_the_folders_own_token(@TempDir Path parent) throws IOException {
        var folder = new DataFolder(parent);
        folder.writeContact(new Contact("127.0.0.1:18081", Path.of("/tmp/demo/token")));

        assertThat(folder.contact("127.0.0.1:9"))
                .isEqualTo(new Contact("127.0.0.1:9", folder.tokenFile()));
        assertThat(folder.contact("127.0.0.1:18081").tokenFile())
                .isEqualTo(Path.of("/tmp/demo/token"));
    }

    @Test
    void a_stop_takes_back_its_own_word_only(@TempDir Path parent) throws IOException {
        var folder = new DataFolder(parent);
        var first = new Contact("127.0.0.1:1", folder.tokenFile());
        var second = new Contact("127.0.0.1:2", folder.tokenFile());
        folder.writeContact(second);

        folder.removeContact(first);
        assertThat(folder.readContact()).contains(second);
        folder.removeContact(second);
        assertThat(folder.readContact()).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_made_is_named(@TempDir Path parent) throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> new DataFolder(file.resolve("data")).create())
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(file.resolve("data").toString());
    }
}
