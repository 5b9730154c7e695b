package dev.sluice.app.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, each column as wide as its widest cell. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] rightAligned;

    /**
     * A table with this heading; columns whose heading ends in {@code >} are aligned right, which
     * suits numbers.
     */
    public Table(String... heading) {
        rightAligned = new boolean[heading.length];
        var words = new ArrayList<String>();
        for (int i = 0; i < heading.length; i++) {
            rightAligned[i] = heading[i].endsWith(">");
            words.add(
                    rightAligned[i]
                            ? heading[i].substring(0, heading[i].length() - 1)
                            : heading[i]);
        }
        rows.add(words);
    }

    /** Adds a row; as many cells as the heading has. */
    public Table row(Object... cells) {
        if (cells.length != rightAligned.length) {
            throw new AssertionError("a row has as many cells as the heading");
        }
        var words = new ArrayList<String>();
        for (Object cell : cells) {
            words.add(String.valueOf(cell));
        }
        rows.add(words);
        return this;
    }

    /** Whether nothing stands under the heading. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public void print(PrintStream out) {
        print(out, "");
    }

    /** Prints the table, each line behind an indent. */
    public void print(PrintStream out, String indent) {
        int[] widths = widths();
        for (List<String> row : rows) {
            var line = new StringBuilder(indent);
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(rightAligned[i] ? padding + row.get(i) : row.get(i) + padding);
                line.append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int[] widths() {
        int[] widths = new int[rightAligned.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }
}
