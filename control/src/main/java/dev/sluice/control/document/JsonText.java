package dev.sluice.control.document;

import dev.sluice.model.tree.Tree;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/** One JSON text in the making (RFC 8259). */
final class JsonText {
    /** What may stand without quotes: a number, or a truth value. */
    private static final Pattern BARE =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false");

    private static final HexFormat HEX = HexFormat.of();

    private final String newline;
    private final String indent;
    private final StringBuilder text = new StringBuilder(256);

    JsonText(String newline, String indent) {
        this.newline = newline;
        this.indent = indent;
    }

    String write(Tree tree) {
        value(tree, 0);
        return text.toString();
    }

    private void value(Tree tree, int level) {
        switch (tree) {
            case Tree.Scalar scalar -> scalar(scalar);
            case Tree.Sequence sequence -> sequence(sequence, level);
            case Tree.Mapping mapping -> mapping(mapping, level);
        }
    }

    private void scalar(Tree.Scalar scalar) {
        String value = scalar.text();
        if (value == null) {
            text.append("null");
        } else if (!scalar.quoted() && BARE.matcher(value).matches()) {
            text.append(value);
        } else {
            quote(value);
        }
    }

    private void sequence(Tree.Sequence sequence, int level) {
        text.append('[');
        Iterator<Tree> items = sequence.items().iterator();
        while (items.hasNext()) {
            breakLine(level + 1);
            value(items.next(), level + 1);
            text.append(items.hasNext() ? "," : "");
        }
        if (!sequence.items().isEmpty()) {
            breakLine(level);
        }
        text.append(']');
    }

    private void mapping(Tree.Mapping mapping, int level) {
        text.append('{');
        Iterator<Map.Entry<String, Tree>> fields = mapping.fields().entrySet().iterator();
        while (fields.hasNext()) {
            var field = fields.next();
            breakLine(level + 1);
            quote(field.getKey());
            text.append(newline.isEmpty() ? ":" : ": ");
            value(field.getValue(), level + 1);
            text.append(fields.hasNext() ? "," : "");
        }
        if (!mapping.fields().isEmpty()) {
            breakLine(level);
        }
        text.append('}');
    }

    private void breakLine(int level) {
        text.append(newline);
        text.repeat(indent, level);
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i), text);
        }
        text.append('"');
    }

    /** Escapes what RFC 8259 §7 asks for; YAML's double quotes read the same escapes. */
    static void escape(char c, StringBuilder into) {
        switch (c) {
            case '"' -> into.append("\\\"");
            case '\\' -> into.append("\\\\");
            case '\n' -> into.append("\\n");
            case '\r' -> into.append("\\r");
            case '\t' -> into.append("\\t");
            default -> {
                if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.isSurrogate(c) || c >= 0xfffe) {
                    into.append("\\u").append(HEX.toHexDigits(c));
                } else {
                    into.append(c);
                }
            }
        }
    }
}
