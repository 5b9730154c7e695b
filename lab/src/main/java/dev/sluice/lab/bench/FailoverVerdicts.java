package dev.sluice.lab.bench;

import dev.sluice.lab.failover.Fault;
import dev.sluice.lab.failover.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether what is asked was reached, by what tables show. */
final class FailoverVerdicts {
    private static final int TAKEOVER_MS = 500;
    private static final int STALL_MS = 1000;
    private static final int AGREE_MS = 1000;
    private static final int SOAK_S = 600;
    private static final Pattern BROKEN = Pattern.compile("([0-9.,]+) / .*");
    private static final Pattern TRANSITIONS = Pattern.compile("([0-9.,]+) in ([0-9.,]+) s");

    private final List<FailoverRow> rows;

    FailoverVerdicts(Collection<FailoverRow> all) {
        rows = all.stream().filter(row -> !row.isReference()).toList();
    }

    /** Paragraphs. */
    String text() {
        return Stream.of(broken(), takeover(), stall(), agreement(), transitions(), untried())
                .filter(paragraph -> !paragraph.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private String broken() {
        long broken =
                rows.stream()
                        .flatMap(row ->
                                Arrays.stream(State.values())
                                        .filter(state -> !state.mayBreak())
                                        .map(state -> row.states().get(state.words())))
                        .mapToLong(cell -> cell == null ? 0 : number(BROKEN, cell, 1))
                        .sum();
        String asked =
                "0 broken, but %s and %s"
                        .formatted(State.SYN_SENT.words(), State.ACK_JUST_SENT.words());
        if (rows.stream().allMatch(FailoverRow::isFailed)) {
            return line(asked, "nothing was measured");
        }
        boolean all = rows.stream().noneMatch(FailoverRow::isFailed);
        return line(asked, "%,d, %s".formatted(broken, reached(broken == 0 && all)));
    }

    private String takeover() {
        return atMost("takeover", TAKEOVER_MS, states(FailoverRow.TAKEOVER));
    }

    private String stall() {
        return atMost("stall", STALL_MS, states(FailoverRow.STALL));
    }

    private String agreement() {
        String asked = "tables agree after the sync network is good again";
        return atMost(
                asked, AGREE_MS, row -> Optional.ofNullable(row.methods().get(FailoverRow.AGREED)));
    }

    private static Function<FailoverRow, Optional<String>> states(String heading) {
        return row -> Optional.ofNullable(row.states().get(heading));
    }

    /** The worst of all faults. */
    private String atMost(
            String what, int limitMs, Function<FailoverRow, Optional<String>> figure) {
        String asked = "%s ≤ %d ms".formatted(what, limitMs);
        List<String> cells =
                rows.stream()
                        .filter(row -> !row.isSoak())
                        .flatMap(row -> figure.apply(row).stream())
                        .toList();
        if (cells.isEmpty()) {
            return line(asked, "nothing was measured");
        }
        if (cells.contains(FailoverRow.NEVER)) {
            return line(asked, "never, " + reached(false));
        }
        long worst = cells.stream().mapToLong(FailoverVerdicts::digits).max().orElse(0);
        return line(asked, "%,d, %s".formatted(worst, reached(worst <= limitMs)));
    }

    private String transitions() {
        String asked = "0 transitions in 10 minutes at full load";
        return rows.stream()
                .map(row -> row.methods().get(FailoverRow.TRANSITIONS))
                .filter(cell -> cell != null)
                .findFirst()
                .map(cell -> line(asked, cell + ", " + quiet(cell)))
                .orElseGet(() -> line(asked, "nothing was measured"));
    }

    private static String quiet(String cell) {
        if (number(TRANSITIONS, cell, 1) > 0) {
            return reached(false);
        }
        return number(TRANSITIONS, cell, 2) >= SOAK_S ? reached(true) : "too short to say";
    }

    private String untried() {
        List<String> tried = rows.stream().map(FailoverRow::name).toList();
        String missing =
                Arrays.stream(Fault.values())
                        .map(Fault::words)
                        .filter(words -> !tried.contains(words))
                        .collect(Collectors.joining("; "));
        return missing.isEmpty() ? "" : "Not tried: %s.\n".formatted(missing);
    }

    private static String line(String asked, String was) {
        return "Asked: %s. Sluice: %s.\n".formatted(asked, was);
    }

    private static String reached(boolean reached) {
        return reached ? "reached" : "**not reached**";
    }

    private static long number(Pattern pattern, String cell, int group) {
        Matcher matcher = pattern.matcher(cell);
        return matcher.matches() ? digits(matcher.group(group)) : 0;
    }

    /** Whatever stands between thousands. */
    private static long digits(String number) {
        return Long.parseLong(number.replaceAll("[^0-9]", ""));
    }
}
