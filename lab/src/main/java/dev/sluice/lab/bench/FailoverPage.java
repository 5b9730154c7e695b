package dev.sluice.lab.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page of a failover bench, which may be made in several runs: a row that is made anew takes
 * the place of the one that was there, all others stay. The page is all that is kept of them.
 */
record FailoverPage(List<FailoverSection> sections) {
    private static final Pattern RUN = Pattern.compile("- run ([0-9]+): (.*)");
    private static final String HEADING = "## ";

    FailoverPage {
        sections = List.copyOf(sections);
    }

    /** Reads one back. What is not made of rows with runs is left out. */
    static FailoverPage parse(String text) {
        var sections = new ArrayList<FailoverSection>();
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith(HEADING)) {
                int end = at + 1;
                while (end < lines.size() && !lines.get(end).startsWith(HEADING)) {
                    end++;
                }
                FailoverSection section = section(lines.subList(at, end));
                if (!section.rows().isEmpty()) {
                    sections.add(section);
                }
            }
        }
        return new FailoverPage(sections);
    }

    private static FailoverSection section(List<String> lines) {
        String about = lines.stream().skip(1).filter(one -> !one.isBlank()).findFirst().orElse("");
        var runs = new HashMap<String, String>();
        for (String line : lines) {
            Matcher run = RUN.matcher(line);
            if (run.matches()) {
                runs.put(run.group(1), run.group(2));
            }
        }
        var methods = table(lines, FailoverSection.BY_METHOD);
        var rows = new ArrayList<FailoverRow>();
        table(lines, FailoverSection.BY_STATE)
                .forEach((name, cells) -> {
                    String run = runs.get(cells.getOrDefault(FailoverSection.RUN, ""));
                    cells.remove(FailoverSection.RUN);
                    if (run != null) {
                        var more = methods.getOrDefault(name, Map.of());
                        rows.add(new FailoverRow(name, run, cells, more, notes(lines, name)));
                    }
                });
        return new FailoverSection(lines.getFirst().substring(HEADING.length()), about, rows);
    }

    /** The cells of the table that begins with a heading, by row and heading. */
    private static Map<String, Map<String, String>> table(List<String> lines, String first) {
        var rows = new LinkedHashMap<String, Map<String, String>>();
        List<String> headings = List.of();
        for (String line : lines) {
            List<String> cells = cells(line);
            if (cells.isEmpty()) {
                headings = List.of();
            } else if (cells.getFirst().equals(first)) {
                headings = cells;
            } else if (cells.size() == headings.size() && !cells.getFirst().startsWith("---")) {
                rows.put(cells.getFirst(), row(headings, cells));
            }
        }
        return rows;
    }

    private static Map<String, String> row(List<String> headings, List<String> cells) {
        var row = new LinkedHashMap<String, String>();
        for (int i = 1; i < cells.size(); i++) {
            if (!cells.get(i).equals(FailoverSection.NONE)) {
                row.put(headings.get(i), cells.get(i));
            }
        }
        return row;
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("| ") || !line.endsWith(" |")) {
            return List.of();
        }
        return List.of(line.substring(2, line.length() - 2).strip().split("\\s+\\|\\s+"));
    }

    private static List<String> notes(List<String> lines, String name) {
        String start = "- " + name + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    /** With a row in the section that is like the one given. */
    FailoverPage with(FailoverSection like, FailoverRow row) {
        var all = new ArrayList<>(sections);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isLike(like)) {
                all.set(i, all.get(i).with(row));
                return new FailoverPage(all);
            }
        }
        all.add(like.with(row));
        return new FailoverPage(all);
    }

    /** Only what is like one of those. */
    FailoverPage of(List<FailoverSection> wanted) {
        return new FailoverPage(
                sections.stream().filter(one -> wanted.stream().anyMatch(one::isLike)).toList());
    }

    /** Markdown. */
    String text(String title) {
        return title
                + sections.stream()
                        .map(FailoverSection::text)
                        .collect(Collectors.joining("\n", "\n", ""));
    }
}
