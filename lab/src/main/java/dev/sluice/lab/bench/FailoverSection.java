package dev.sluice.lab.bench;

import dev.sluice.lab.failover.FailoverPlan;
import dev.sluice.lab.region.Ownership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What faults did to one kind of region, in one run or in several.
 *
 * @param heading how directors own addresses, and how many connections there are
 * @param about what else makes figures comparable
 */
record FailoverSection(String heading, String about, List<FailoverRow> rows) {
    static final String BY_STATE = "broken / all";
    static final String BY_METHOD = "broken / all, stall max ms";
    static final String RUN = "run";
    static final String NONE = "–";

    FailoverSection {
        rows = rows.stream().sorted(Comparator.comparingInt(FailoverRow::place)).toList();
    }

    /** The one that a plan's rows belong to. */
    static FailoverSection of(FailoverPlan plan) {
        String heading =
                "%s: %,d active and %,d idle connections"
                        .formatted(owned(plan.ownership()), plan.active(), plan.idle());
        String about =
                "%d directors; active connections speak every %,d ms; %,d new connections a second; %s; %s.%s"
                        .formatted(
                                plan.directors(),
                                plan.everyMs(),
                                plan.perSecond(),
                                and(plan.methods()),
                                and(plan.families()).replace("ipv", "IPv"),
                                plan.ownership() == Ownership.VRRP
                                        ? ""
                                        : " No nat, for servers answer through one gateway.");
        return new FailoverSection(heading, about, List.of());
    }

    private static String owned(Ownership ownership) {
        return switch (ownership) {
            case VRRP -> "One owner for all addresses, by VRRP";
            case ECMP -> "All share all addresses, by ECMP and BGP";
        };
    }

    private static String and(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** Whether rows of both may stand in one table. */
    boolean isLike(FailoverSection other) {
        return heading.equals(other.heading) && about.equals(other.about);
    }

    /** With a row, in the place of an earlier one of that name. */
    FailoverSection with(FailoverRow row) {
        var all = new ArrayList<>(rows);
        all.removeIf(one -> one.name().equals(row.name()));
        all.add(row);
        return new FailoverSection(heading, about, all);
    }

    /** Markdown. */
    String text() {
        List<String> runs = rows.stream().map(FailoverRow::run).distinct().toList();
        var text = new StringBuilder("## %s\n\n%s\n\n".formatted(heading, about));
        for (int i = 0; i < runs.size(); i++) {
            text.append("- run %d: %s\n".formatted(i + 1, runs.get(i)));
        }
        text.append('\n').append(byState(runs)).append('\n').append(byMethod()).append('\n');
        text.append(new FailoverVerdicts(rows).text());
        String notes = notes();
        return text + (notes.isEmpty() ? "" : "\n" + notes);
    }

    private String byState(List<String> runs) {
        List<String> headings =
                FailoverRow.STATES.stream()
                        .filter(one -> rows.stream().anyMatch(row -> row.states().containsKey(one)))
                        .toList();
        Function<FailoverRow, Stream<String>> first =
                row -> Stream.of(row.name(), Integer.toString(runs.indexOf(row.run()) + 1));
        return table(
                Stream.of(BY_STATE, RUN),
                headings,
                row ->
                        Stream.concat(
                                first.apply(row),
                                headings.stream()
                                        .map(one -> row.states().getOrDefault(one, NONE))));
    }

    private String byMethod() {
        var headings = new LinkedHashSet<String>();
        rows.forEach(row -> headings.addAll(row.methods().keySet()));
        return table(
                Stream.of(BY_METHOD),
                headings.stream().toList(),
                row ->
                        Stream.concat(
                                Stream.of(row.name()),
                                headings.stream()
                                        .map(one -> row.methods().getOrDefault(one, NONE))));
    }

    private String table(
            Stream<String> first,
            List<String> headings,
            Function<FailoverRow, Stream<String>> cells) {
        var table = new MarkdownTable(Stream.concat(first, headings.stream()).toList());
        rows.forEach(row -> table.row(cells.apply(row).toList()));
        return table.render();
    }

    private String notes() {
        var text = new StringBuilder();
        for (FailoverRow row : rows) {
            row.notes().forEach(note -> text.append("- %s: %s\n".formatted(row.name(), note)));
        }
        return text.toString();
    }
}
