package dev.sluice.lab.bench;

import static dev.sluice.lab.bench.PacketFigures.reached;
import static dev.sluice.lab.packets.Contenders.BARE;
import static dev.sluice.lab.packets.Contenders.HAPROXY;
import static dev.sluice.lab.packets.Contenders.NFTABLES;
import static dev.sluice.lab.packets.Contenders.SLUICE;
import static dev.sluice.lab.packets.Contenders.SLUICE_IN_JAVA;
import static dev.sluice.lab.packets.Contenders.SLUICE_TC;

import dev.sluice.lab.bench.PacketFigures.Shown;
import dev.sluice.lab.packets.BulkTrial;
import dev.sluice.lab.packets.DatagramTrial;
import dev.sluice.lab.packets.DelayTrial;
import dev.sluice.lab.packets.KillTrial;
import dev.sluice.lab.packets.KilledDirector;
import dev.sluice.lab.packets.NewConnections;
import dev.sluice.lab.packets.PacketBed;
import dev.sluice.lab.packets.PacketLoad;
import dev.sluice.lab.packets.SwapTrial;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What is measured between network namespaces, each as a section of the page.
 *
 * @param seconds of each measurement
 */
record PacketSections(PacketRounds rounds, int seconds, PrintStream progress) {
    /** What sections there are, by their words. */
    static final List<String> ROWS =
            List.of(
                    "udp-1k",
                    "udp-1m",
                    "connections",
                    "bulk",
                    "bulk-offloads",
                    "delay",
                    "kill",
                    "swaps");

    private static final double IN_JAVA_DATAGRAMS = 0.6;
    private static final double DATAGRAMS = 1.8;
    private static final double BARE_DATAGRAMS = 0.8;
    private static final double IN_JAVA_CONNECTIONS = 1.3;
    private static final double IN_JAVA_BULK = 0.5;
    private static final long DELAY_PER_SECOND = 100_000;
    private static final int KILLED_CONNECTIONS = 1000;
    private static final int KILLED_SECONDS = 5;
    private static final int SWAP_CPU_MS = 100;

    /** The section of a word, of those in which all have their turns. */
    String of(String row) throws LabFailure {
        return switch (row) {
            case "udp-1k" -> datagrams(PacketLoad.DATAGRAMS_OF_1_000_FLOWS);
            case "udp-1m" -> datagrams(PacketLoad.DATAGRAMS_OF_1_000_000_FLOWS);
            case "connections" -> connections();
            case "bulk" -> bulk(PacketLoad.BULK);
            case "bulk-offloads" -> bulk(PacketLoad.BULK_WITH_OFFLOADS);
            case "delay" -> delay();
            default -> throw new AssertionError(row);
        };
    }

    private static Map<String, String> others(String... named) {
        var others = new LinkedHashMap<String, String>();
        for (int i = 0; i < named.length; i += 2) {
            others.put(named[i], named[i + 1]);
        }
        return others;
    }

    private String datagrams(PacketLoad load) throws LabFailure {
        PacketFigures figures =
                rounds.of(
                        load,
                        (bed, standing) -> {
                            DatagramTrial.Rate best =
                                    new DatagramTrial(seconds).run(bed, standing, load.flows());
                            return new double[] {best.perSecond(), best.cpuNs()};
                        });
        return """
        ### UDP of 64 bytes, %,d flows

        One way, from inside of the kernel, as fast as no more than 0.1 %% is lost. Before, every flow has
        sent at 100,000 a second and was answered. CPU is what all of the machine's cores worked for each
        datagram that came through, generator and sink included, without the runs in which the generator
        waited for its next turn.

        %s
        %s

        %s

        %s

        """
                .formatted(
                        load.flows(),
                        figures.table(
                                List.of(
                                        new Shown(0, "datagrams/s", 1, "%,.0f", true),
                                        new Shown(1, "CPU ns/datagram", 1, "%,.0f", false)),
                                others(NFTABLES, "nftables", BARE, "bare")),
                        figures.verdict(SLUICE_IN_JAVA, NFTABLES, IN_JAVA_DATAGRAMS),
                        figures.verdict(SLUICE, NFTABLES, DATAGRAMS),
                        figures.verdict(SLUICE, BARE, BARE_DATAGRAMS));
    }

    private String connections() throws LabFailure {
        PacketFigures figures =
                rounds.of(
                        PacketLoad.NEW_CONNECTIONS,
                        (bed, standing) ->
                                new double[] {new NewConnections(seconds).run(bed, standing)});
        return """
        ### New TCP connections

        64 at a time: connect, 16 bytes there and back, closed by a reset. Client and server are one
        thread each with sockets.

        %s
        %s

        %s

        """
                .formatted(
                        figures.table(
                                List.of(new Shown(0, "connections/s", 1, "%,.0f", true)),
                                others(NFTABLES, "nftables", HAPROXY, "HAProxy")),
                        figures.verdict(SLUICE_IN_JAVA, HAPROXY, IN_JAVA_CONNECTIONS),
                        figures.verdict(SLUICE, SLUICE_IN_JAVA, 1));
    }

    private String bulk(PacketLoad load) throws LabFailure {
        PacketFigures figures =
                rounds.of(
                        load,
                        (bed, standing) ->
                                new double[] {new BulkTrial(seconds).run(bed, standing)});
        return """
        ### One bulk TCP stream, offloads %s

        %s
        %s

        """
                .formatted(
                        load.offloads() ? "on" : "off",
                        figures.table(
                                List.of(new Shown(0, "Gbit/s", 1e9, "%.2f", true)),
                                others(NFTABLES, "nftables", HAPROXY, "HAProxy")),
                        load.offloads() ? withOffloads(figures) : withoutOffloads(figures));
    }

    private static String withoutOffloads(PacketFigures figures) {
        return figures.verdict(SLUICE_IN_JAVA, NFTABLES, IN_JAVA_BULK)
                + "\n\n"
                + figures.verdict(SLUICE, NFTABLES, 1);
    }

    private static String withOffloads(PacketFigures figures) {
        double best =
                DoubleStream.of(
                                figures.ratio(SLUICE_IN_JAVA, HAPROXY),
                                figures.ratio(SLUICE, HAPROXY),
                                figures.ratio(SLUICE_TC, HAPROXY))
                        .filter(Double::isFinite)
                        .max()
                        .orElse(Double.NaN);
        return """
        An XDP program at an interface switches off that its other end sends segments larger than the
        MTU; one of tc does not.

        %s

        Asked: best of Sluice × HAProxy ≥ 1.0. %.2f, %s.\
        """
                .formatted(figures.verdict(SLUICE_TC, NFTABLES, 1), best, reached(best >= 1));
    }

    private String delay() throws LabFailure {
        PacketFigures figures =
                rounds.of(
                        PacketLoad.DATAGRAMS_OF_1_000_FLOWS,
                        (bed, standing) -> {
                            DelayTrial.Delay delay =
                                    new DelayTrial(seconds, DELAY_PER_SECOND).run(bed, standing);
                            return new double[] {
                                delay.halfNs(), delay.mostNs(), 100 * delay.loss()
                            };
                        });
        boolean half = figures.median(SLUICE, 0) <= figures.median(NFTABLES, 0);
        boolean most = figures.median(SLUICE, 1) <= figures.median(NFTABLES, 1);
        return """
        ### Delay of datagrams, %,d a second

        Of 1,000 flows, one by one. The generator's program, in the kernel, writes the time into each; the
        sink's program, in the kernel too and by the same clock, says how long ago that was, in steps of
        64 ns. What the way through the network namespaces takes by itself is the row of no balancer.

        %s
        Asked: median ≤ nftables'. Sluice: %s. Asked: p99 ≤ nftables'. Sluice: %s.

        """
                .formatted(
                        DELAY_PER_SECOND,
                        figures.table(
                                List.of(
                                        new Shown(0, "median µs", 1e3, "%,.2f", false),
                                        new Shown(1, "p99 µs", 1e3, "%,.2f", false),
                                        new Shown(2, "lost %", 1, "%.3f", false)),
                                others()),
                        reached(half),
                        reached(most));
    }

    /** The only director's process killed. */
    String kill(KilledDirector killed) throws LabFailure {
        progress.println("killing the director");
        KillTrial.Result result;
        try (PacketBed bed = PacketBed.make(false);
                KilledDirector.Killable director = killed.start(bed)) {
            result = new KillTrial(KILLED_CONNECTIONS, KILLED_SECONDS).run(bed, director);
        }
        return """
        ### The only director's process killed for %d s

        SIGKILL under %,d connections, each of which sends 16 bytes ten times a second and gets them back;
        after %d s another process takes its place. %s before, %,d answers came while there was
        no process, and segments were sent again %,d times.

        Asked: no connection broken. Sluice: %d, %s.

        Asked: no segment lost, by what both ends sent and got. Sluice: %d, %s.

        """
                .formatted(
                        KILLED_SECONDS,
                        KILLED_CONNECTIONS,
                        KILLED_SECONDS,
                        result.remark(),
                        result.exchanges(),
                        result.again(),
                        result.broken(),
                        reached(result.broken() == 0),
                        result.lost(),
                        reached(result.lost() == 0));
    }

    /** Configurations swapped under load. */
    String swaps(SwappedDirector swapped, int listeners, int swaps, int perSecond)
            throws LabFailure {
        progress.println("swapping configurations");
        var trial = new SwapTrial(listeners, swaps, perSecond);
        SwapTrial.Result result;
        try (PacketBed bed = PacketBed.make(false);
                SwappedDirector.Swapping director = swapped.start(bed, trial.listeners())) {
            result = trial.run(bed, director);
        }
        SwappedDirector.Report report = result.report();
        long lost = result.sent() - result.received();
        return """
        ### %,d swaps of a configuration of %,d listeners

        All in Java, meanwhile %,d datagrams a second, of 1,000 flows: %,d sent, %,d lost. A swap took
        %.0f ms until it was in effect and %.0f ms of CPU beside forwarding, the most expensive %.0f ms.

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
}
