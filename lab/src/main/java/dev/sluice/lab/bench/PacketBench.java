package dev.sluice.lab.bench;

import dev.sluice.lab.packets.BulkTrial;
import dev.sluice.lab.packets.Contender;
import dev.sluice.lab.packets.Contenders;
import dev.sluice.lab.packets.DatagramTrial;
import dev.sluice.lab.packets.NewConnections;
import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.PacketLoad;
import dev.sluice.lab.packets.SwapTrial;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what a director does with packets: from memory to memory, and between network namespaces
 * beside what one would use instead.
 */
public final class PacketBench implements Bench {
    private static final double NFTABLES_DATAGRAMS = 0.6;
    private static final double HAPROXY_CONNECTIONS = 1.3;
    private static final double NFTABLES_BULK = 0.5;
    private static final int SWAP_CPU_MS = 100;

    private final Memory memory;
    private final Contender sluice;
    private final SwappedDirector swapped;

    /** The half without a network. */
    public interface Memory {
        /**
         * Measures.
         *
         * @param quick to see that it works, not to compare
         * @return sections in Markdown
         */
        String measure(boolean quick, PrintStream progress) throws LabFailure;
    }

    public PacketBench(Memory memory, Contender sluice, SwappedDirector swapped) {
        this.memory = memory;
        this.sluice = sluice;
        this.swapped = swapped;
    }

    @Override
    public String name() {
        return "packets";
    }

    @Override
    public String summary() {
        return "packets in memory and between network namespaces, beside nftables, HAProxy and nginx";
    }

    @Override
    public int run(List<String> args, PrintStream out) {
        Flags flags =
                new Flags()
                        .number("runs", 3, 1, "rounds, in which each has its turn")
                        .number("seconds", 5, 1, "of each measurement")
                        .number("listeners", 10_000, 500, "listeners of a swapped configuration")
                        .number("swaps", 100, 10, "swaps under load")
                        .number("swap-rate", 50_000, 20_000, "datagrams a second meanwhile")
                        .number("memory", 1, 1, "2 leaves the half without a network out")
                        .number("network", 1, 1, "2 leaves the half with one out");
        return Measuring.run(this, flags, args, out, this::measure);
    }

    private String measure(Flags.Values flags, PrintStream progress) throws LabFailure {
        var page = new StringBuilder();
        if (flags.number("memory") == 1) {
            page.append(memory.measure(flags.quick(), progress)).append('\n');
        }
        if (flags.number("network") == 1) {
            Requirement.check(
                    Requirement.NFT,
                    Requirement.HAPROXY,
                    Requirement.NGINX,
                    Requirement.IPERF3,
                    Requirement.ETHTOOL,
                    Requirement.IP);
            page.append(network(flags, progress));
        }
        return page.toString();
    }

    private String network(Flags.Values flags, PrintStream progress) throws LabFailure {
        var page =
                new StringBuilder(
                        """
                        ## Between network namespaces

                        Client, middle and backend are network namespaces joined by veth pairs of one queue; what is
                        compared stands in the middle. Generator, sink and programs are the same for all, and share
                        the machine's cores with what is measured. Each figure is the median of alternating runs.

                        """);
        page.append(datagrams(PacketLoad.DATAGRAMS_OF_1_000_FLOWS, flags, progress));
        page.append(datagrams(PacketLoad.DATAGRAMS_OF_1_000_000_FLOWS, flags, progress));
        page.append(connections(flags, progress));
        page.append(bulk(PacketLoad.BULK, flags, progress));
        page.append(bulk(PacketLoad.BULK_WITH_OFFLOADS, flags, progress));
        return page.append(swaps(flags, progress)).toString();
    }

    private String datagrams(PacketLoad load, Flags.Values flags, PrintStream progress)
            throws LabFailure {
        Ratios ratios =
                round(
                        load,
                        flags,
                        progress,
                        (bed, standing) ->
                                new DatagramTrial(flags.number("seconds"))
                                        .run(bed, standing, load.flows())
                                        .perSecond());
        return """
        ### UDP of 64 bytes, %,d flows

        One way, from inside of the kernel, as fast as no more than 0.1 %% is lost.

        %s
        %s

        """
                .formatted(
                        load.flows(),
                        ratios.table("datagrams/s", 1, "%,.0f"),
                        ratios.verdict(Contenders.NFTABLES, NFTABLES_DATAGRAMS));
    }

    private String connections(Flags.Values flags, PrintStream progress) throws LabFailure {
        Ratios ratios =
                round(
                        PacketLoad.NEW_CONNECTIONS,
                        flags,
                        progress,
                        (bed, standing) ->
                                new NewConnections(flags.number("seconds")).run(bed, standing));
        return """
        ### New TCP connections

        64 at a time: connect, 16 bytes there and back, closed by a reset. Client and server are one
        thread each with sockets.

        %s
        %s

        """
                .formatted(
                        ratios.table("connections/s", 1, "%,.0f"),
                        ratios.verdict(Contenders.HAPROXY, HAPROXY_CONNECTIONS));
    }

    private String bulk(PacketLoad load, Flags.Values flags, PrintStream progress)
            throws LabFailure {
        Ratios ratios =
                round(
                        load,
                        flags,
                        progress,
                        (bed, standing) ->
                                new BulkTrial(flags.number("seconds")).run(bed, standing));
        return """
        ### One bulk TCP stream, offloads %s

        %s
        %s

        """
                .formatted(
                        load.offloads() ? "on" : "off",
                        ratios.table("Gbit/s", 1e9, "%.2f"),
                        load.offloads()
                                ? "For information: a program at an interface switches off that"
                                        + " its other end sends segments larger than the MTU."
                                : ratios.verdict(Contenders.NFTABLES, NFTABLES_BULK));
    }

    private String swaps(Flags.Values flags, PrintStream progress) throws LabFailure {
        progress.println("swapping configurations");
        var trial =
                new SwapTrial(
                        flags.number("listeners"),
                        flags.number("swaps"),
                        flags.number("swap-rate"));
        SwapTrial.Result result;
        try (PacketBed bed = PacketBed.make(false);
                SwappedDirector.Swapping director = swapped.start(bed, trial.listeners())) {
            result = trial.run(bed, director);
        }
        SwappedDirector.Report report = result.report();
        long lost = result.sent() - result.received();
        return """
        ### %,d swaps of a configuration of %,d listeners

        Meanwhile %,d datagrams a second, of 1,000 flows: %,d sent, %,d lost. A swap took %.0f ms until it
        was in effect and %.0f ms of CPU beside forwarding, the most expensive %.0f ms.

        Asked: no loss. Sluice: %d, %s.

        Asked: CPU of a swap ≤ %d ms. Sluice: %.0f, %s.
        """
                .formatted(
                        trial.swaps(),
                        trial.listeners(),
                        trial.perSecond(),
                        result.sent(),
                        lost,
                        report.tookMs(),
                        report.cpuMs(),
                        report.cpuMostMs(),
                        lost,
                        reached(lost == 0),
                        SWAP_CPU_MS,
                        report.cpuMs(),
                        reached(report.cpuMs() <= SWAP_CPU_MS));
    }

    private static String reached(boolean reached) {
        return reached ? "reached" : "**not reached**";
    }

    /** What is measured of a contender at work. */
    private interface Figure {
        double of(PacketBed bed, Contender.Standing standing) throws LabFailure;
    }

    private Ratios round(PacketLoad load, Flags.Values flags, PrintStream progress, Figure figure)
            throws LabFailure {
        var contenders = new ArrayList<>(Contenders.all());
        contenders.add(sluice);
        var figures = new LinkedHashMap<String, List<Double>>();
        var reasons = new LinkedHashMap<String, String>();
        for (int run = 1; run <= flags.number("runs"); run++) {
            for (Contender contender : contenders) {
                List<Double> own =
                        figures.computeIfAbsent(contender.name(), _ -> new ArrayList<>());
                Optional<String> cannot = contender.cannot(load);
                if (cannot.isPresent()) {
                    reasons.put(contender.name(), cannot.get());
                    continue;
                }
                try (PacketBed bed = PacketBed.make(load.offloads());
                        Contender.Standing standing = contender.start(bed, load)) {
                    own.add(figure.of(bed, standing));
                } catch (LabFailure e) {
                    reasons.put(contender.name(), "failed: " + e.getMessage());
                }
                progress.println(
                        "%s, run %d: %s %s"
                                .formatted(
                                        load.name().toLowerCase(java.util.Locale.ROOT),
                                        run,
                                        contender.name(),
                                        own.isEmpty()
                                                ? reasons.get(contender.name())
                                                : "%,.0f".formatted(own.getLast())));
            }
        }
        return new Ratios(figures, reasons, sluice.name());
    }

    /** Figures of all, and how they compare. */
    private record Ratios(
            Map<String, List<Double>> figures, Map<String, String> reasons, String sluice) {
        double median(String name) {
            double[] sorted =
                    figures.getOrDefault(name, List.of()).stream()
                            .mapToDouble(Double::doubleValue)
                            .sorted()
                            .toArray();
            return sorted.length == 0
                    ? Double.NaN
                    : Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
                            .average()
                            .orElse(Double.NaN);
        }

        String table(String unit, double by, String format) {
            var table =
                    new MarkdownTable(
                            List.of("", unit, "lowest", "highest", "÷ nftables", "÷ HAProxy", ""));
            figures.forEach((name, own) ->
                    table.row(
                            List.of(
                                    name,
                                    cell(format, median(name) / by),
                                    cell(format, lowest(own) / by),
                                    cell(format, -lowest(negative(own)) / by),
                                    cell("%.2f", median(name) / median(Contenders.NFTABLES)),
                                    cell("%.2f", median(name) / median(Contenders.HAPROXY)),
                                    reasons.getOrDefault(name, ""))));
            return table.render();
        }

        private static List<Double> negative(List<Double> own) {
            return own.stream().map(figure -> -figure).toList();
        }

        private static double lowest(List<Double> own) {
            return own.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        }

        private static String cell(String format, double figure) {
            return Double.isFinite(figure) ? format.formatted(figure) : "–";
        }

        String verdict(String other, double atLeast) {
            double ratio = median(sluice) / median(other);
            return "Asked: × %s ≥ %.1f. Sluice: %.2f, %s."
                    .formatted(other, atLeast, ratio, reached(ratio >= atLeast));
        }
    }
}
