package dev.sluice.lab.bench;

import dev.sluice.lab.failover.Ending;
import dev.sluice.lab.failover.FailoverPlan;
import dev.sluice.lab.failover.FailoverRun;
import dev.sluice.lab.failover.Fault;
import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tries faults, and puts each into the page as it comes: what comes later cannot take it away. */
final class FailoverTrial {
    private final String title;
    private final String run;
    private final Optional<Path> file;
    private final Consumer<String> progress;
    private final List<FailoverSection> tried = new ArrayList<>();
    private FailoverPage page;

    /**
     * @param run what is said of it: when, where and by which command
     * @param file the page, which keeps rows of earlier runs; nothing where none is to be written
     */
    FailoverTrial(String title, String run, Optional<Path> file, Consumer<String> progress)
            throws LabFailure {
        this.title = title;
        this.run = run;
        this.file = file;
        this.progress = progress;
        this.page = file.isPresent() ? read(file.get()) : new FailoverPage(List.of());
    }

    private static FailoverPage read(Path file) throws LabFailure {
        try {
            return FailoverPage.parse(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException e) {
            throw new LabFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** All faults of a plan. */
    void run(FailoverPlan plan, Ending ending) throws LabFailure {
        run(plan, FailoverSection.of(plan), UnaryOperator.identity(), ending);
    }

    /** The same without session sync, to stand beside what is with it. */
    void reference(FailoverPlan plan, FailoverPlan beside, Ending ending) throws LabFailure {
        run(plan, FailoverSection.of(beside), FailoverRow::reference, ending);
    }

    /**
     * Where one cannot be tried to its end, that is said, and the next get a region of their own.
     */
    private void run(
            FailoverPlan plan, FailoverSection section, UnaryOperator<String> naming, Ending ending)
            throws LabFailure {
        tried.add(section);
        var left = new ArrayList<>(plan.faults());
        while (!left.isEmpty()) {
            ending.check();
            try (var region = FailoverRun.up(plan.with(left), progress)) {
                region.run(report -> {
                    left.removeFirst();
                    String name = naming.apply(report.fault().words());
                    take(section, FailoverRow.of(name, run, report, plan.doors()));
                });
            } catch (LabFailure e) {
                ending.check();
                Fault fault = left.removeFirst();
                progress.accept(fault.words() + ": " + e.getMessage());
                String name = naming.apply(fault.words());
                take(section, FailoverRow.failed(name, run, String.valueOf(e.getMessage())));
            }
        }
    }

    private void take(FailoverSection section, FailoverRow row) {
        page = page.with(section, row);
        if (file.isPresent()) {
            try {
                Files.createDirectories(file.get().toAbsolutePath().getParent());
                Files.writeString(file.get(), page.text(title));
            } catch (IOException e) {
                progress.accept("cannot write " + file.get() + ": " + e.getMessage());
            }
        }
    }

    /** The sections to which something came. */
    String text() {
        return page.of(tried).text(title);
    }
}
