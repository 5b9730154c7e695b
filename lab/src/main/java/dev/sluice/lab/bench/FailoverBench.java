package dev.sluice.lab.bench;

import dev.sluice.lab.failover.FailoverPlan;
import dev.sluice.lab.failover.FailoverRun;
import dev.sluice.lab.failover.Fault;
import dev.sluice.lab.failover.FaultReport;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.region.Ownership;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether connections outlive the director that forwards them. */
public final class FailoverBench implements Bench {
    private static final int REFERENCE_ACTIVE = 200;
    private static final int REFERENCE_IDLE = 1_000;

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String summary() {
        return "connections in every state while directors die, stop and are upgraded: which break, and how long they wait";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        Flags flags =
                new Flags()
                        .number("directors", 3, 3, "directors")
                        .number("active", 2_000, 200, "connections that talk all the time")
                        .number("idle", 20_000, 1_000, "connections that say nothing")
                        .number("rate", 200, 50, "new connections a second")
                        .number("reference", 1, 2, "2 leaves out what happens without session sync")
                        .words(
                                "ownership",
                                "all",
                                "all",
                                List.of("vrrp", "ecmp"),
                                "how directors come to own addresses")
                        .words(
                                "method",
                                "all",
                                "all",
                                FailoverPlan.METHODS,
                                "how packets reach servers")
                        .words("fault", "all", "kill", Fault.all(), "what happens");
        return Measuring.run(this, flags, args, out, FailoverBench::measure);
    }

    private static String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        Requirement.check(Requirement.ETHTOOL, Requirement.IP);
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabFailure("a lab needs root, for its namespaces");
        }
        var page = new StringBuilder();
        for (String ownership : flags.words("ownership")) {
            page.append(section(plan(flags, ownership), flags, progress));
        }
        return page.toString();
    }

    private static FailoverPlan plan(Flags.Values flags, String ownership) {
        return new FailoverPlan(
                Measuring.home().resolve("sluice"),
                flags.number("directors"),
                Ownership.valueOf(ownership.toUpperCase(Locale.ROOT)),
                flags.words("method"),
                flags.words("fault").stream().flatMap(word -> Fault.of(word).stream()).toList(),
                flags.number("active"),
                flags.number("idle"),
                flags.number("rate"),
                true);
    }

    private static String section(FailoverPlan plan, Flags.Values flags, PrintStream progress) {
        var table = new FailoverTable();
        for (FaultReport report : run(plan, progress, table)) {
            table.row(report.fault().words(), report);
        }
        String verdicts = table.verdicts();
        if (flags.number("reference") == 1) {
            for (FaultReport report : run(reference(plan), progress, table)) {
                table.row("without session sync: " + report.fault().words(), report);
            }
        }
        var left = new ArrayList<>(flags.words("method"));
        left.removeAll(plan.methods());
        return """
        ## %s

        %d directors; %,d active and %,d idle connections, %,d new ones a second, spread over %s.%s

        %s
        %s
        %s
        %s
        """
                .formatted(
                        plan.ownership() == Ownership.VRRP
                                ? "One owner for all addresses, by VRRP"
                                : "All share all addresses, by ECMP and BGP",
                        plan.directors(),
                        plan.active(),
                        plan.idle(),
                        plan.perSecond(),
                        String.join(", ", plan.methods()),
                        left.isEmpty()
                                ? ""
                                : " Impossible here: nat, for servers answer through one gateway.",
                        table.byState(),
                        table.byMethod(plan.methods()),
                        verdicts,
                        table.notes());
    }

    /** Fewer connections, for all that matters is that they break. */
    private static FailoverPlan reference(FailoverPlan plan) {
        return new FailoverPlan(
                plan.launcher(),
                plan.directors(),
                plan.ownership(),
                plan.methods(),
                List.of(Fault.KILL),
                Math.min(REFERENCE_ACTIVE, plan.active()),
                Math.min(REFERENCE_IDLE, plan.idle()),
                plan.perSecond(),
                false);
    }

    /**
     * Runs all faults. Where one cannot be tried to its end, that is said, and the next ones get a
     * region of their own.
     */
    private static List<FaultReport> run(
            FailoverPlan plan, PrintStream progress, FailoverTable table) {
        var reports = new ArrayList<FaultReport>();
        for (int tried = 0; tried < plan.faults().size(); tried++) {
            List<Fault> left = plan.faults().subList(tried, plan.faults().size());
            int before = reports.size();
            try (var run = FailoverRun.up(plan.with(left), progress::println)) {
                run.run(reports::add);
                return reports;
            } catch (LabFailure e) {
                int done = reports.size() - before;
                tried += done;
                if (tried < plan.faults().size()) {
                    String words = plan.faults().get(tried).words();
                    table.failed(words, String.valueOf(e.getMessage()));
                    progress.println(words + ": " + e.getMessage());
                }
            }
        }
        return reports;
    }
}
