package dev.sluice.model.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Reads flow-style YAML with every line's number: {@code {name: web, ports: [80, '81']}}. Only what
 * tests need: no block style, no escapes, no comments.
 */
public final class Flow {
    private final String text;
    private int at;
    private int line = 1;

    private Flow(String text) {
        this.text = text;
    }

    public static Tree parse(String text) {
        var flow = new Flow(text);
        Tree tree = flow.tree();
        flow.skipBlanks();
        if (flow.at != text.length()) {
            throw new IllegalArgumentException("more text at line " + flow.line);
        }
        return tree;
    }

    public static Tree.Mapping mapping(String text) {
        return (Tree.Mapping) parse(text);
    }

    private Tree tree() {
        return switch (peek()) {
            case '{' -> mapping();
            case '[' -> sequence();
            case '\'' -> quoted();
            default -> bare();
        };
    }

    private Tree mapping() {
        Position here = here();
        var fields = new LinkedHashMap<String, Tree>();
        at++;
        while (peek() != '}') {
            String name = ((Tree.Scalar) bare()).text();
            expect(':');
            fields.put(String.valueOf(name), tree());
            skip(',');
        }
        at++;
        return new Tree.Mapping(fields, here);
    }

    private Tree sequence() {
        Position here = here();
        var items = new ArrayList<Tree>();
        at++;
        while (peek() != ']') {
            items.add(tree());
            skip(',');
        }
        at++;
        return new Tree.Sequence(items, here);
    }

    private Tree quoted() {
        Position here = here();
        int end = text.indexOf('\'', at + 1);
        String content = text.substring(at + 1, end);
        at = end + 1;
        return new Tree.Scalar(content, true, here);
    }

    private Tree bare() {
        char first = peek();
        Position here = here();
        int start = at;
        while (at < text.length() && !endsBare(first)) {
            at++;
        }
        String content = text.substring(start, at).strip();
        return new Tree.Scalar(content.equals("null") ? null : content, false, here);
    }

    /** A colon ends a word only before a blank, so that addresses need no quotes. */
    private boolean endsBare(char first) {
        char c = text.charAt(at);
        if (c == ':') {
            return first != ':' && at + 1 < text.length() && text.charAt(at + 1) <= ' ';
        }
        return c == ',' || c == '}' || c == ']' || c == '\n';
    }

    private char peek() {
        skipBlanks();
        if (at >= text.length()) {
            throw new IllegalArgumentException("the text ends in the middle of something");
        }
        return text.charAt(at);
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            line += text.charAt(at) == '\n' ? 1 : 0;
            at++;
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw new IllegalArgumentException("expected " + wanted + " in line " + line);
        }
        at++;
    }

    private void skip(char optional) {
        if (peek() == optional) {
            at++;
        }
    }

    private Position here() {
        return new Position("test.yaml", line);
    }
}
