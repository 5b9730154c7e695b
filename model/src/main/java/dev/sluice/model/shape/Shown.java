package dev.sluice.model.shape;

import dev.sluice.model.tree.Tree;

/** How a user's own text is repeated in a message: short, in quotes, without control characters. */
public final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    public static String text(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    static String tree(Tree tree) {
        return switch (tree) {
            case Tree.Mapping _ -> "a mapping";
            case Tree.Sequence _ -> "a list";
            case Tree.Scalar scalar -> scalar.text() == null ? "nothing" : text(scalar.text());
        };
    }
}
