package dev.sluice.model.shape;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
    private static final int LONGEST = 128;

    private Spelling() {}

    /** A question to append to a sentence, or nothing: {@code "; did you mean 'port'?"}. */
    public static String suggestion(String written, Collection<String> known) {
        return nearest(written, known).map(word -> "; did you mean '" + word + "'?").orElse("");
    }

    /** The known word that takes the fewest edits, if at most a third of it would change. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        String wanted = written.toLowerCase(Locale.ROOT);
        if (wanted.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(word -> edits(wanted, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(word -> edits(wanted, word)));
    }

    /** Levenshtein's distance, case ignored, in two rows. */
    private static int edits(String wanted, String word) {
        String other = word.toLowerCase(Locale.ROOT);
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (wanted.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
