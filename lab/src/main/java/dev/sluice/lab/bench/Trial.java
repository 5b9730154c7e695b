package dev.sluice.lab.bench;

import dev.sluice.lab.load.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One load that all subjects get, and how its table looks.
 *
 * @param title heading of the table
 * @param thing what is counted
 * @param goal what Sluice is asked to reach, if anything
 */
record Trial(String title, Thing thing, Load load, Optional<Goal> goal, List<Column> columns) {

    /** The table as Markdown, with what went wrong and the goal below it. */
    String render(List<Series> all) {
        List<String> headings = new ArrayList<>(List.of(""));
        columns.forEach(column -> headings.add(column.heading(thing)));
        MarkdownTable table = new MarkdownTable(headings);
        for (Series series : all) {
            List<String> cells = new ArrayList<>(List.of(series.subject()));
            columns.forEach(column -> cells.add(column.cell(column.of(series, all))));
            table.row(cells);
        }
        StringBuilder text = new StringBuilder("### " + title + "\n\n" + table.render() + "\n");
        all.stream()
                .flatMap(series -> series.failure().stream())
                .forEach(why -> text.append("**Does not count:** ").append(why).append("\n\n"));
        goal.ifPresent(asked -> text.append(asked.verdict(thing, all)).append("\n\n"));
        return text.toString();
    }
}
