package dev.sluice.lab.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of contenders, of several rounds each, and how they compare. */
final class PacketFigures {
    private final Map<String, List<double[]>> figures = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();

    /**
     * A column of a table: a figure's medians.
     *
     * @param which of the figures
     * @param by what it is divided by
     * @param range whether the lowest and the highest are shown, too
     */
    record Shown(int which, String unit, double by, String format, boolean range) {}

    void add(String name, double... measured) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(measured);
    }

    void remark(String name, String words) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>());
        remarks.put(name, words);
    }

    /** What came last, for who waits. */
    String last(String name) {
        List<double[]> own = figures.getOrDefault(name, List.of());
        String shown = own.isEmpty() ? "" : Arrays.toString(own.getLast());
        return "%s %s %s".formatted(name, shown, remarks.getOrDefault(name, ""));
    }

    /** The middle of all rounds; NaN where there is none. */
    double median(String name, int which) {
        double[] sorted = of(name, which);
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Double.NaN
                : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private double[] of(String name, int which) {
        return figures.getOrDefault(name, List.of()).stream()
                .mapToDouble(measured -> measured[which])
                .toArray();
    }

    /** How many times as much as another's the first figure is. */
    double ratio(String name, String other) {
        return median(name, 0) / median(other, 0);
    }

    /**
     * A row for each contender.
     *
     * @param others whose first figures each one's is divided by
     */
    String table(List<Shown> columns, Map<String, String> others) {
        var headings = new ArrayList<>(List.of(""));
        columns.forEach(column -> headings.addAll(headings(column)));
        others.values().forEach(other -> headings.add("÷ " + other));
        headings.add(" ");
        var table = new MarkdownTable(headings);
        for (String name : figures.keySet()) {
            var cells = new ArrayList<>(List.of(name));
            columns.forEach(column -> cells.addAll(cells(name, column)));
            others.keySet().forEach(other -> cells.add(cell("%.2f", ratio(name, other))));
            cells.add(remarks.getOrDefault(name, ""));
            table.row(cells);
        }
        return table.render();
    }

    private static List<String> headings(Shown column) {
        return column.range ? List.of(column.unit, "lowest", "highest") : List.of(column.unit);
    }

    private List<String> cells(String name, Shown column) {
        String median = cell(column.format, median(name, column.which) / column.by);
        if (!column.range) {
            return List.of(median);
        }
        double[] all = of(name, column.which);
        return List.of(
                median,
                cell(column.format, Arrays.stream(all).min().orElse(Double.NaN) / column.by),
                cell(column.format, Arrays.stream(all).max().orElse(Double.NaN) / column.by));
    }

    private static String cell(String format, double figure) {
        return Double.isFinite(figure) ? format.formatted(figure) : "–";
    }
}
