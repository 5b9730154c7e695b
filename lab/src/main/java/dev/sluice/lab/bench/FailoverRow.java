package dev.sluice.lab.bench;

import dev.sluice.lab.failover.Fault;
import dev.sluice.lab.failover.FaultReport;
import dev.sluice.lab.failover.State;
import dev.sluice.lab.failover.Survivors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a fault did, as a line in each of two tables, and what else is to be said of it. Cells are
 * by heading; where there is nothing to show, there is none.
 *
 * @param name the fault
 * @param run where, when and by which command
 * @param states how many broke of how many, by how far they were
 * @param methods the same by forwarding method, and further figures
 */
record FailoverRow(
        String name,
        String run,
        Map<String, String> states,
        Map<String, String> methods,
        List<String> notes) {
    static final String TAKEOVER = "takeover ms";
    static final String STALL = "stall max ms";
    static final String AGREED = "tables agree ms";
    static final String TRANSITIONS = "transitions";
    static final String NEVER = "never";

    /** Headings of the first table, behind the name and the run. */
    static final List<String> STATES =
            Stream.concat(
                            Arrays.stream(State.values()).map(State::words),
                            Stream.of(TAKEOVER, "stall p99 ms", STALL))
                    .toList();

    private static final String REFERENCE = "without session sync: ";

    /** What it is called where directors do not tell each other of sessions. */
    static String reference(String name) {
        return REFERENCE + name;
    }

    /** A fault that was tried. */
    static FailoverRow of(String name, String run, FaultReport report, List<String> doors) {
        return new FailoverRow(
                name, run, states(report), methods(report, doors), List.copyOf(notes(report)));
    }

    /** One that could not be. */
    static FailoverRow failed(String name, String run, String why) {
        String line = why.lines().findFirst().orElse("");
        return new FailoverRow(
                name, run, Map.of(), Map.of(), List.of("**could not be tried**: " + line));
    }

    private static Map<String, String> states(FaultReport report) {
        var cells = new LinkedHashMap<String, String>();
        for (State state : State.values()) {
            Survivors.Count count = report.all().count(state);
            int broken = state == State.TIME_WAIT ? report.unfinished() : count.broken();
            if (count.all() > 0 || broken > 0) {
                cells.put(state.words(), "%,d / %,d".formatted(broken, count.all()));
            }
        }
        Survivors taken = report.taken();
        if (report.fault() != Fault.SOAK) {
            cells.put(TAKEOVER, ms(taken.takeoverMs()));
        }
        cells.put("stall p99 ms", ms(taken.stallsMs().p99()));
        cells.put(STALL, ms(taken.stallsMs().most()));
        return cells;
    }

    private static Map<String, String> methods(FaultReport report, List<String> doors) {
        var cells = new LinkedHashMap<String, String>();
        for (String door : doors) {
            Survivors.Method all = report.all().byMethod().get(door);
            Survivors.Method taken = report.taken().byMethod().get(door);
            if (all != null && taken != null) {
                cells.put(door, cell(all, taken));
            }
        }
        cells.put("on return: stall max ms", ms(report.all().stallsMs().most()));
        cells.put("datagrams lost", "%,d".formatted(report.taken().lost() + report.all().lost()));
        report.agreedMs().ifPresent(agreedMs -> cells.put(AGREED, ms(agreedMs)));
        cells.put("clients late ms", ms(report.lateMs()));
        FaultReport.Soaked soaked = report.soaked();
        if (soaked != null) {
            cells.put(
                    TRANSITIONS,
                    "%,d in %,d s".formatted(soaked.transitions(), soaked.time().toSeconds()));
        }
        return cells;
    }

    private static String cell(Survivors.Method all, Survivors.Method taken) {
        return "%,d / %,d, %s"
                .formatted(
                        all.established().broken() + all.datagrams().broken(),
                        all.established().all() + all.datagrams().all(),
                        ms(taken.stallsMs().most()));
    }

    private static List<String> notes(FaultReport report) {
        var notes = new ArrayList<String>();
        if (!report.note().isEmpty()) {
            notes.add(report.note().replaceFirst("; $", "") + ".");
        }
        if (!report.all().reasons().isEmpty()) {
            notes.add("broke: %s.".formatted(reasons(report)));
        }
        return notes;
    }

    private static String reasons(FaultReport report) {
        return report.all().reasons().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " × " + one.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String ms(double ms) {
        return Double.isNaN(ms) ? NEVER : "%,.0f".formatted(ms);
    }

    /** Where it stands among others: as faults do, and what is there to compare with behind. */
    int place() {
        String fault = isReference() ? name.substring(REFERENCE.length()) : name;
        int among = Arrays.stream(Fault.values()).map(Fault::words).toList().indexOf(fault);
        int all = Fault.values().length;
        return (among < 0 ? all : among) + (isReference() ? all + 1 : 0);
    }

    /** Whether it is there to compare with, and nothing is asked of it. */
    boolean isReference() {
        return name.startsWith(REFERENCE);
    }

    /** Whether nothing was done to anybody. */
    boolean isSoak() {
        return name.equals(Fault.SOAK.words());
    }

    /** Whether it could not be tried. */
    boolean isFailed() {
        return states.isEmpty();
    }
}
