package dev.sluice.measure;

import java.util.ArrayList;
import java.util.List;

/** Label names and values as they stand between the braces of Prometheus text. */
record Labels(String text) implements Comparable<Labels> {
    static Labels of(List<String> names, String... values) {
        if (names.size() != values.length) {
            throw new IllegalArgumentException(
                    "labels " + names + " take as many values, not " + values.length);
        }
        var text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",").append(names.get(i)).append("=\"");
            escape(values[i], text);
            text.append('"');
        }
        return new Labels(text.toString());
    }

    /** Name, value, name, value… */
    static Labels ofPairs(String... pairs) {
        var names = new ArrayList<String>();
        var values = new ArrayList<String>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            names.add(pairs[i]);
            values.add(pairs[i + 1]);
        }
        return of(names, values.toArray(String[]::new));
    }

    private static void escape(String value, StringBuilder into) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> into.append("\\\\");
                case '"' -> into.append("\\\"");
                case '\n' -> into.append("\\n");
                default -> into.append(c);
            }
        }
    }

    @Override
    public int compareTo(Labels other) {
        return text.compareTo(other.text);
    }
}
