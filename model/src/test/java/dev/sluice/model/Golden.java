package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the file that holds what it was when somebody last looked. {@code
 * -Dgolden.update=true} writes the file instead; the difference is then for review.
 */
public final class Golden {
    private Golden() {}

    /** Compares with a file below {@code src/test/resources/golden}. */
    public static void check(String name, String text) {
        checkFile(Path.of("src/test/resources/golden").resolve(name), text);
    }

    /** Compares with a file of the module or, by {@code ..}, of the repository. */
    public static void checkFile(Path file, String text) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
            }
            assertThat(file).exists();
            assertThat(text)
                    .as("%s; rewrite it by -Dgolden.update=true", file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
