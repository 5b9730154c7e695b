package dev.sluice.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void a_key_is_for_its_owner_alone() throws Exception {
        var files = new KeyFiles(directory);
        files.write(ONE, TestKeys.secret("first"));
        files.write(ONE, TestKeys.secret("second"));

        assertThat(files.has(ONE)).isTrue();
        assertThat(files.path(ONE)).hasContent("second");
        assertThat(rights(files.path(ONE))).isEqualTo("rw-------");
        assertThat(rights(directory.resolve("keys"))).isEqualTo("rwx------");
    }

    @Test
    void what_no_certificate_speaks_of_is_removed_and_unfinished_files_too() throws Exception {
        var files = new KeyFiles(directory);
        files.write(ONE, TestKeys.secret("one"));
        files.write(TWO, TestKeys.secret("two"));
        Files.writeString(directory.resolve("keys").resolve(ONE + ".part"), "half");

        files.keepOnly(Set.of(TWO));

        try (var left = Files.list(directory.resolve("keys"))) {
            assertThat(left).containsExactly(files.path(TWO));
        }
    }

    @Test
    void a_key_id_is_never_a_way_out_of_the_directory() throws Exception {
        var files = new KeyFiles(directory);

        assertThat(files.has("../token")).isFalse();
        assertThatThrownBy(() -> files.path("../token"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
