package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    private static final String NEW = "the secret of this year";
    private static final String OLD = "the secret of last year";

    @TempDir Path folder;

    @Test
    void one_line_is_the_secret_and_another_the_one_before() throws IOException {
        assertThat(revealed(NEW + "\n")).containsExactly(NEW);
        assertThat(revealed("\n  " + NEW + "  \r\n" + OLD)).containsExactly(NEW, OLD);
    }

    @Test
    void what_is_no_good_secret_is_refused_with_words_and_never_said() throws IOException {
        refuses("", "0 lines");
        refuses(NEW + "\n" + OLD + "\n" + OLD, "3 lines");
        refuses("too short", "shorter than 16 bytes");
        refuses(NEW + "\ntoo short", "shorter than 16 bytes");
        refuses("x".repeat(5_000), "too long");
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no secret file");
    }

    private void refuses(String text, String why) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("too short\n", NEW, OLD);
    }

    private List<String> revealed(String text) throws IOException {
        List<Secret> secrets = SecretFile.read(write(text));
        assertThat(secrets.toString()).doesNotContain("year");
        return secrets.stream()
                .map(secret -> new String(secret.reveal(), StandardCharsets.UTF_8))
                .toList();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("secret"), text);
    }
}
