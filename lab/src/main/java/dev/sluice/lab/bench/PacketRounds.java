package dev.sluice.lab.bench;

import dev.sluice.lab.packets.Contender;
import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.PacketLoad;
import dev.sluice.lab.process.LabFailure;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures contenders in turns.
 *
 * @param runs rounds, in each of which everybody has its turn
 */
record PacketRounds(List<Contender> contenders, int runs, PrintStream progress) {
    /** What is measured of a contender at work: some figures, the same for all. */
    interface Trial {
        double[] of(PacketBed bed, Contender.Standing standing) throws LabFailure;
    }

    PacketFigures of(PacketLoad load, Trial trial) throws LabFailure {
        var figures = new PacketFigures();
        for (int run = 1; run <= runs; run++) {
            for (Contender contender : contenders) {
                Optional<String> cannot = contender.cannot(load);
                if (cannot.isPresent()) {
                    figures.remark(contender.name(), cannot.get());
                } else {
                    measure(contender, load, trial, figures);
                    String row = load.name().toLowerCase(Locale.ROOT);
                    progress.println(
                            "%s, run %d: %s".formatted(row, run, figures.last(contender.name())));
                }
            }
        }
        return figures;
    }

    private static void measure(
            Contender contender, PacketLoad load, Trial trial, PacketFigures figures)
            throws LabFailure {
        try (PacketBed bed = PacketBed.make(load.offloads());
                Contender.Standing standing = contender.start(bed, load)) {
            double[] measured = trial.of(bed, standing);
            figures.remark(contender.name(), standing.remark());
            figures.add(contender.name(), measured);
        } catch (LabFailure e) {
            figures.remark(contender.name(), "failed: " + e.getMessage());
        }
    }
}
