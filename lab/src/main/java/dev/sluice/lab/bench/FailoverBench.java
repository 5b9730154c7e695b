package dev.sluice.lab.bench;

import dev.sluice.lab.failover.Ending;
import dev.sluice.lab.failover.FailoverPlan;
import dev.sluice.lab.failover.Fault;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Machine;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.region.Ownership;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether connections outlive the director that forwards them. */
public final class FailoverBench implements Bench {
    private static final int REFERENCE_ACTIVE = 200;
    private static final int REFERENCE_IDLE = 1_000;
    private static final int SOAK_S = 600;
    private static final int QUICK_SOAK_S = 20;

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
        return Measuring.attempt(this, flags(), args, out, flags -> measure(flags, args, out));
    }

    private static Flags flags() {
        return new Flags()
                .number("directors", 3, 3, "directors")
                .number("active", 2_000, 200, "connections that talk all the time")
                .number("every", 100, 100, "how many ms apart each of them speaks, in tens")
                .number("idle", 20_000, 1_000, "connections that say nothing")
                .number("rate", 200, 50, "new connections a second")
                .number("upgrade-rate", 1_000, 100, "the same while directors are upgraded")
                .number("reference", 1, 2, "2 leaves out what happens without session sync")
                .duration(
                        "soak",
                        SOAK_S,
                        QUICK_SOAK_S,
                        "how long 'soak', no fault at all, is; without --fault nothing else is tried then")
                .words(
                        "ownership",
                        "all",
                        "all",
                        List.of("vrrp", "ecmp"),
                        "how directors come to own addresses")
                .words("method", "all", "all", FailoverPlan.METHODS, "how packets reach servers")
                .words("family", "all", "all", FailoverPlan.FAMILIES, "how clients come")
                .words("fault", "all", "kill", Fault.all(), "what happens");
    }

    private void measure(Flags.Values flags, List<String> args, PrintStream out) throws LabFailure {
        Requirement.check(Requirement.ETHTOOL, Requirement.IP);
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabFailure("a lab needs root, for its namespaces");
        }
        int everyMs = flags.number("every");
        if (everyMs < 10 || everyMs % 10 != 0) {
            throw new LabFailure("--every is 10 ms or a multiple of that, not " + everyMs);
        }
        List<FailoverPlan> plans =
                flags.words("ownership").stream().map(ownership -> plan(flags, ownership)).toList();
        out.println(announcement(flags, plans));
        String title = "# bench %s\n\n%s.\n".formatted(name(), Measuring.capitalized(summary()));
        Optional<Path> file = flags.write() ? Optional.of(Measuring.file(this)) : Optional.empty();
        String run =
                "%s, `%s`, %s"
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                Measuring.command(this, args),
                                Machine.alone());
        var trial = new FailoverTrial(title, run, file, out::println);
        try (var ending = Ending.watch()) {
            for (FailoverPlan plan : plans) {
                trial.run(plan, ending);
                if (hasReference(flags)) {
                    trial.reference(reference(plan), plan, ending);
                }
            }
        }
        out.println();
        out.print(trial.text());
        file.ifPresent(written -> out.println("\nwritten to " + written));
    }

    private static boolean hasReference(Flags.Values flags) {
        return flags.number("reference") == 1 && !faults(flags).equals(List.of(Fault.SOAK));
    }

    private static String announcement(Flags.Values flags, List<FailoverPlan> plans) {
        Duration all = Duration.ZERO;
        int rows = 0;
        for (FailoverPlan plan : plans) {
            all = all.plus(plan.estimate());
            rows += plan.faults().size();
            if (hasReference(flags)) {
                all = all.plus(reference(plan).estimate());
                rows++;
            }
        }
        return "%d to try, about %d minutes".formatted(rows, all.plusSeconds(59).toMinutes());
    }

    private static FailoverPlan plan(Flags.Values flags, String ownership) {
        return new FailoverPlan(
                Measuring.home().resolve("sluice"),
                flags.number("directors"),
                Ownership.valueOf(ownership.toUpperCase(Locale.ROOT)),
                flags.words("method"),
                flags.words("family"),
                faults(flags),
                flags.number("active"),
                flags.number("every"),
                flags.number("idle"),
                flags.number("rate"),
                flags.duration("soak"),
                flags.number("upgrade-rate"),
                true);
    }

    /** A soak's length alone means the soak; beside faults it is one of them. */
    private static List<Fault> faults(Flags.Values flags) {
        var faults = new LinkedHashSet<Fault>();
        boolean soak = flags.given().contains("soak");
        if (!soak || flags.given().contains("fault")) {
            flags.words("fault").stream()
                    .flatMap(word -> Fault.of(word).stream())
                    .forEach(faults::add);
        }
        if (soak) {
            faults.add(Fault.SOAK);
        }
        return List.copyOf(faults);
    }

    /** Fewer connections, for all that matters is that they break. */
    private static FailoverPlan reference(FailoverPlan plan) {
        return new FailoverPlan(
                plan.launcher(),
                plan.directors(),
                plan.ownership(),
                plan.methods(),
                plan.families(),
                List.of(Fault.KILL),
                Math.min(REFERENCE_ACTIVE, plan.active()),
                plan.everyMs(),
                Math.min(REFERENCE_IDLE, plan.idle()),
                plan.perSecond(),
                plan.soak(),
                plan.upgradePerSecond(),
                false);
    }
}
