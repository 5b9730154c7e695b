package dev.sluice.lab.bench;

import java.util.List;

/** What is asked of Sluice with packets, and whether it was reached: all of a page. */
final class PacketVerdicts {
    private final MarkdownTable table =
            new MarkdownTable(List.of("", "asked", "of", "figure", " "));

    /**
     * Judges a ratio.
     *
     * @param row what was measured, in a few words
     * @return a sentence
     */
    String ratio(String row, PacketFigures figures, String name, String other, double atLeast) {
        double ratio = figures.ratio(name, other);
        return Double.isFinite(ratio)
                ? of(
                        row,
                        "× %s ≥ %.1f".formatted(other, atLeast),
                        name,
                        "%.2f".formatted(ratio),
                        ratio >= atLeast)
                : "";
    }

    /**
     * Takes a verdict down.
     *
     * @param name of which Sluice
     * @return a sentence
     */
    String of(String row, String asked, String name, String figure, boolean isReached) {
        String reached = isReached ? "reached" : "**not reached**";
        table.row(List.of(row, asked, name, figure, reached));
        return "Asked: %s. %s: %s, %s.\n\n".formatted(asked, name, figure, reached);
    }

    /** All of them, each a row. */
    String table() {
        return table.render();
    }
}
