package dev.sluice.lab.bench;

import java.util.List;

/** What Sluice is asked to reach in a column. */
record Goal(Column column, boolean atMost, double limit) {
    static Goal atMost(double limit, Column column) {
        return new Goal(column, true, limit);
    }

    static Goal atLeast(double limit, Column column) {
        return new Goal(column, false, limit);
    }

    /** A line such as {@code Asked: CPU × nginx's ≤ 1.10. Sluice: 1.07, reached.}. */
    String verdict(Thing thing, List<Series> all) {
        double figure =
                all.stream()
                        .filter(series -> series.subject().equals(Subject.SLUICE))
                        .mapToDouble(series -> column.of(series, all))
                        .findFirst()
                        .orElse(Double.NaN);
        boolean reached = atMost ? figure <= limit : figure >= limit;
        return "Asked: %s %s %s. Sluice: %s, %s."
                .formatted(
                        column.heading(thing),
                        atMost ? "≤" : "≥",
                        column.cell(limit),
                        column.cell(figure),
                        reached ? "reached" : "**not reached**");
    }
}
