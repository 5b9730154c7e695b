package dev.sluice.lab.bench;

import dev.sluice.lab.failover.FaultReport;
import dev.sluice.lab.failover.State;
import dev.sluice.lab.failover.Survivors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What faults did to connections, as tables. */
final class FailoverTable {
    private static final int TAKEOVER_MS = 500;
    private static final int STALL_MS = 1000;
    private static final int AGREE_MS = 1000;

    /** By what they are called. */
    private final SequencedMap<String, FaultReport> rows = new LinkedHashMap<>();

    private final SequencedMap<String, String> failures = new LinkedHashMap<>();

    /** A fault that could not be tried, and why. */
    void failed(String name, String why) {
        failures.put(name, why.lines().findFirst().orElse(""));
    }

    /** One more row. */
    void row(String name, FaultReport report) {
        rows.put(name, report);
    }

    /** Broken of all, by how far connections were. */
    String byState() {
        List<State> states = states();
        var headings = new ArrayList<>(List.of("broken / all"));
        states.forEach(state -> headings.add(state.words()));
        headings.addAll(List.of("takeover ms", "stall p99 ms", "stall max ms"));
        var table = new MarkdownTable(headings);
        rows.forEach((name, report) -> {
            var cells = new ArrayList<>(List.of(name));
            states.forEach(state -> cells.add(cell(report, state)));
            Survivors taken = report.taken();
            cells.add(ms(taken.takeoverMs()));
            cells.add(ms(taken.stallsMs().p99()));
            cells.add(ms(taken.stallsMs().most()));
            table.row(cells);
        });
        return table.render();
    }

    /** States that there are any of; the one before the fault only where something broke then. */
    private List<State> states() {
        return Arrays.stream(State.values())
                .filter(state ->
                        rows.values().stream()
                                .anyMatch(report -> report.all().count(state).all() > 0))
                .toList();
    }

    private static String cell(FaultReport report, State state) {
        Survivors.Count count = report.all().count(state);
        int broken = state == State.TIME_WAIT ? report.unfinished() : count.broken();
        return count.all() == 0 ? "–" : "%,d / %,d".formatted(broken, count.all());
    }

    /** Broken of all established connections and UDP flows, and the longest stall, by method. */
    String byMethod(List<String> methods) {
        var headings = new ArrayList<>(List.of("broken / all, stall max ms"));
        headings.addAll(methods);
        headings.addAll(
                List.of(
                        "on return: stall max ms",
                        "datagrams lost",
                        "tables agree ms",
                        "clients late ms"));
        var table = new MarkdownTable(headings);
        rows.forEach((name, report) -> {
            var cells = new ArrayList<>(List.of(name));
            methods.forEach(method -> cells.add(cell(report, method)));
            cells.add(ms(report.all().stallsMs().most()));
            cells.add("%,d".formatted(report.taken().lost() + report.all().lost()));
            OptionalDouble agreedMs = report.agreedMs();
            cells.add(agreedMs.isEmpty() ? "–" : ms(agreedMs.getAsDouble()));
            cells.add(ms(report.lateMs()));
            table.row(cells);
        });
        return table.render();
    }

    private static String cell(FaultReport report, String method) {
        Survivors.Method all = report.all().byMethod().get(method);
        Survivors.Method taken = report.taken().byMethod().get(method);
        if (all == null || taken == null) {
            return "–";
        }
        return "%,d / %,d, %s"
                .formatted(
                        all.established().broken() + all.datagrams().broken(),
                        all.established().all() + all.datagrams().all(),
                        ms(taken.stallsMs().most()));
    }

    /** What else is to be said, a line each. */
    String notes() {
        var text = new StringBuilder();
        failures.forEach((name, why) ->
                text.append("- **%s could not be tried**: %s\n".formatted(name, why)));
        rows.forEach((name, report) -> {
            if (!report.note().isEmpty()) {
                text.append("- %s: %s.\n".formatted(name, report.note()));
            }
            if (!report.all().reasons().isEmpty()) {
                text.append("- %s, what broke: %s.\n".formatted(name, reasons(report)));
            }
        });
        return text.toString();
    }

    private static String reasons(FaultReport report) {
        return report.all().reasons().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " × " + one.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Whether what is asked was reached. */
    String verdicts() {
        int broken = rows.values().stream().mapToInt(FaultReport::broken).sum();
        return """
        Asked: 0 broken, but SYN sent and ACK < 50 ms ago. Sluice: %,d, %s.

        Asked: takeover ≤ %d ms. Sluice: %s, %s.

        Asked: stall ≤ %d ms. Sluice: %s, %s.
        """
                        .formatted(
                                broken,
                                reached(broken == 0 && failures.isEmpty()),
                                TAKEOVER_MS,
                                ms(worstTakeover()),
                                reached(worstTakeover() <= TAKEOVER_MS),
                                STALL_MS,
                                ms(worstStall()),
                                reached(worstStall() <= STALL_MS))
                + agreement();
    }

    /** Only where a network was bad. */
    private String agreement() {
        OptionalDouble worst =
                rows.values().stream()
                        .flatMapToDouble(report -> report.agreedMs().stream())
                        .reduce(Math::max);
        return worst.isEmpty()
                ? ""
                : "\nAsked: tables agree ≤ %d ms after the sync network is good again. Sluice: %s, %s.\n"
                        .formatted(
                                AGREE_MS,
                                ms(worst.getAsDouble()),
                                reached(worst.getAsDouble() <= AGREE_MS));
    }

    private double worstTakeover() {
        return rows.values().stream()
                .mapToDouble(report -> report.taken().takeoverMs())
                .reduce(0, Math::max);
    }

    private double worstStall() {
        return rows.values().stream()
                .mapToDouble(report -> report.taken().stallsMs().most())
                .reduce(0, Math::max);
    }

    private static String reached(boolean reached) {
        return reached ? "reached" : "**not reached**";
    }

    private static String ms(double ms) {
        return Double.isNaN(ms) ? "never" : "%,.0f".formatted(ms);
    }
}
