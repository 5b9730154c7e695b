package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.director.sync.Seal;
import dev.sluice.model.unit.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Fuzz target: whatever a secret's file holds, it is one or two good secrets or is refused. */
@Tag("fuzz")
class SecretFileFuzzTest {
    private static final Path FOLDER = Path.of("/dev/shm");

    @FuzzTest(maxDuration = "60s")
    void any_file_holds_good_secrets_or_is_refused(byte[] bytes) throws IOException {
        Path file =
                Files.createTempFile(
                        Files.isDirectory(FOLDER) ? FOLDER : Path.of("target"), "secret", "");
        try {
            Files.write(file, bytes);
            List<Secret> secrets = SecretFile.read(file);
            assertThat(secrets).hasSizeBetween(1, 2);
            for (Secret secret : secrets) {
                assertThat(secret.reveal()).hasSizeGreaterThanOrEqualTo(Seal.SECRET_BYTES_MIN);
            }
            assertThat(SecretFile.areEqual(secrets, SecretFile.read(file))).isTrue();
            SecretFile.seal(secrets);
        } catch (IOException refused) {
            assertThat(refused)
                    .message()
                    .contains(file.toString())
                    .isEqualTo(toAscii(String.valueOf(refused.getMessage())));
        } finally {
            Files.delete(file);
        }
    }

    /** What the file holds would show in it, as a rule. */
    private static String toAscii(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }
}
