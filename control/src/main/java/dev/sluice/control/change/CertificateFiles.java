package dev.sluice.control.change;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Where the files are that a configuration file names. */
@FunctionalInterface
public interface CertificateFiles {
    /** No file is there. */
    CertificateFiles NONE =
            name -> {
                throw new NoSuchFileException(name);
            };

    /** The longest file that is taken, in bytes. */
    int MAX_BYTES = 1 << 20;

    /**
     * The whole file. The array belongs to the caller, who may erase it.
     *
     * @throws IOException whose message a user can read
     */
    byte[] read(String name) throws IOException;

    /** Files beside the configuration file, or wherever an absolute name says. */
    static CertificateFiles beside(Path configurationFile) {
        return name -> {
            Path file = configurationFile.resolveSibling(name);
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is longer than 1 MiB");
            }
            return Files.readAllBytes(file);
        };
    }

    /** Files whose text was sent along. */
    static CertificateFiles sent(Map<String, String> textByName) {
        var texts = Map.copyOf(textByName);
        return name -> {
            String text = texts.get(name);
            if (text == null) {
                throw new NoSuchFileException(name);
            }
            return text.getBytes(StandardCharsets.UTF_8);
        };
    }
}
