package dev.sluice.control.document;

import dev.sluice.model.tree.Tree;
import java.util.Map;
import java.util.regex.Pattern;

/** One YAML text in the making: block style, two blanks a level. */
final class YamlText {
    /**
     * Texts that need no quotes: they begin with a letter and hold nothing YAML gives a meaning.
     */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9._/-]*");

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9+-][A-Za-z0-9._+%/-]*");

    /** What a text may hold to be shown line by line. */
    private static final Pattern LINES = Pattern.compile("([!-~][ -~]*\n)+");

    private static final Pattern WORDS =
            Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n|\\.inf|\\.nan");

    private final StringBuilder text = new StringBuilder(256);

    String write(Tree tree) {
        switch (tree) {
            case Tree.Mapping mapping when !mapping.fields().isEmpty() ->
                    mapping(mapping, 0, false);
            case Tree.Sequence sequence when !sequence.items().isEmpty() -> sequence(sequence, 0);
            default -> inline(tree, 0);
        }
        return text.toString();
    }

    private void mapping(Tree.Mapping mapping, int level, boolean begun) {
        boolean first = begun;
        for (Map.Entry<String, Tree> field : mapping.fields().entrySet()) {
            indent(first ? 0 : level);
            first = false;
            text(field.getKey(), false);
            text.append(':');
            below(field.getValue(), level);
        }
    }

    private void below(Tree value, int level) {
        switch (value) {
            case Tree.Mapping mapping when !mapping.fields().isEmpty() -> {
                text.append('\n');
                mapping(mapping, level + 1, false);
            }
            case Tree.Sequence sequence when !sequence.items().isEmpty() -> {
                text.append('\n');
                sequence(sequence, level + 1);
            }
            default -> {
                text.append(' ');
                inline(value, level + 1);
            }
        }
    }

    private void sequence(Tree.Sequence sequence, int level) {
        for (Tree item : sequence.items()) {
            indent(level);
            text.append('-');
            if (item instanceof Tree.Mapping mapping && !mapping.fields().isEmpty()) {
                text.append(' ');
                mapping(mapping, level + 1, true);
            } else {
                below(item, level);
            }
        }
    }

    private void inline(Tree value, int level) {
        switch (value) {
            case Tree.Mapping _ -> text.append("{}\n");
            case Tree.Sequence _ -> text.append("[]\n");
            case Tree.Scalar scalar -> scalar(scalar, level);
        }
    }

    private void scalar(Tree.Scalar scalar, int level) {
        String value = scalar.text();
        if (value == null) {
            text.append("null\n");
        } else if (LINES.matcher(value).matches()) {
            text.append("|\n");
            value.lines()
                    .forEach(line -> {
                        indent(level);
                        text.append(line).append('\n');
                    });
        } else {
            text(value, !scalar.quoted());
            text.append('\n');
        }
    }

    private void text(String value, boolean bare) {
        boolean plain =
                bare
                        ? BARE.matcher(value).matches()
                        : PLAIN.matcher(value).matches() && !WORDS.matcher(value).matches();
        if (plain) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            JsonText.escape(value.charAt(i), text);
        }
        text.append('"');
    }

    private void indent(int level) {
        text.repeat("  ", level);
    }
}
