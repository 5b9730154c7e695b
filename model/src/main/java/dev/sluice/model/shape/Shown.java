package dev.sluice.model.shape;

import dev.sluice.model.tree.Tree;

/** How a user's own text is repeated in a message: short, in quotes, without control characters. */
public final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    public static String text(String text) {
        return "'" + name(text) + "'";
    }

    /** A field's name that nobody expected, for a path. */
    public static String name(String name) {
        String start = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    static String tree(Tree tree) {
        return switch (tree) {
            case Tree.Mapping _ -> "a mapping";
            case Tree.Sequence _ -> "a list";
            case Tree.Scalar scalar -> scalar.text() == null ? "nothing" : text(scalar.text());
        };
    }
}
