package dev.sluice.control.document;

import dev.sluice.model.tree.Tree;

/** Writes trees as JSON or YAML text. */
public final class TreeWriter {
    private TreeWriter() {}

    /** JSON on one line, without blanks. */
    public static String json(Tree tree) {
        return new JsonText("", "").write(tree);
    }

    /** JSON with two blanks a level and a line end. */
    public static String prettyJson(Tree tree) {
        return new JsonText("\n", "  ").write(tree) + "\n";
    }

    /** YAML in block style. What is written reads back as the same tree, lines apart. */
    public static String yaml(Tree tree) {
        return new YamlText().write(tree);
    }
}
