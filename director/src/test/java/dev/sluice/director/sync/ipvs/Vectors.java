package dev.sluice.director.sync.ipvs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Messages of LVS from the resources. */
public final class Vectors {
    private Vectors() {}

    /** What a stock kernel sent. */
    public static byte[] captured() {
        return hex(text("captured.txt"));
    }

    /** The message by a letter. */
    public static byte[] of(char letter) {
        for (String block : text("vectors.txt").split("\n\n")) {
            String bare = withoutComments(block);
            if (bare.startsWith(letter + "\n")) {
                return hex(bare.substring(2));
            }
        }
        throw new IllegalArgumentException("no message " + letter);
    }

    /** Hex digits, with comments. */
    static byte[] hex(String text) {
        return HexFormat.of().parseHex(withoutComments(text).replace("\n", ""));
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?m)^#.*\n", "").strip();
    }

    private static String text(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/ipvs/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
