package dev.sluice.lab.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in Markdown whose columns also line up as plain text: words left, numbers right. */
final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(List<String> headings) {
        rows.add(headings);
    }

    void row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new AssertionError("a row has a cell for each heading");
        }
        rows.add(cells);
    }

    String render() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (int number = 0; number < rows.size(); number++) {
            line(text, rows.get(number), widths);
            if (number == 0) {
                rule(text, widths);
            }
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        Arrays.fill(widths, 3);
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static void line(StringBuilder text, List<String> cells, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            text.append("| ").append(column == 0 ? cell + blanks : blanks + cell).append(' ');
        }
        text.append("|\n");
    }

    private static void rule(StringBuilder text, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            text.append("| ").append("-".repeat(widths[column] - 1));
            text.append(column == 0 ? "- " : ": ");
        }
        text.append("|\n");
    }
}
