package dev.sluice.control.change;

import dev.sluice.model.Kind;
import java.security.SecureRandom;
import java.util.Random;

/** Makes ids: the kind's prefix, a dash, and 12 random letters and digits (60 bits). */
public final class Ids {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 12;

    private final Random random;

    public Ids() {
        this(new SecureRandom());
    }

    Ids(Random random) {
        this.random = random;
    }

    String next(Kind kind) {
        var id = new StringBuilder(kind.idPrefix()).append('-');
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
