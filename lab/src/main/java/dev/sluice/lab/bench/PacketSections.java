package dev.sluice.lab.bench;

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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is measured between network namespaces, each as a section of the page.
 *
 * @param seconds of each measurement
 * @param verdicts take all of them
 */
record PacketSections(
        PacketRounds rounds, int seconds, PacketVerdicts verdicts, PrintStream progress) {
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
        String row = "UDP, %,d flows".formatted(load.flows());
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
        %s\
        """
                .formatted(
                        load.flows(),
                        figures.table(
                                List.of(
                                        new Shown(0, "datagrams/s", 1, "%,.0f", true),
                                        new Shown(1, "CPU ns/datagram", 1, "%,.0f", false)),
                                others(NFTABLES, "nftables", BARE, "bare")),
                        verdicts.ratio(row, figures, SLUICE_IN_JAVA, NFTABLES, IN_JAVA_DATAGRAMS)
                                + verdicts.ratio(row, figures, SLUICE, NFTABLES, DATAGRAMS)
                                + verdicts.ratio(row, figures, SLUICE, BARE, BARE_DATAGRAMS));
    }

    private String connections() throws LabFailure {
        String row = "new connections";
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
        %s\
        """
                .formatted(
                        figures.table(
                                List.of(new Shown(0, "connections/s", 1, "%,.0f", true)),
                                others(NFTABLES, "nftables", HAPROXY, "HAProxy")),
                        verdicts.ratio(row, figures, SLUICE_IN_JAVA, HAPROXY, IN_JAVA_CONNECTIONS)
                                + verdicts.ratio(row, figures, SLUICE, SLUICE_IN_JAVA, 1));
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
        %s\
        """
                .formatted(
                        load.offloads() ? "on" : "off",
                        figures.table(
                                List.of(new Shown(0, "Gbit/s", 1e9, "%.2f", true)),
                                others(NFTABLES, "nftables", HAPROXY, "HAProxy")),
                        load.offloads() ? withOffloads(figures) : withoutOffloads(figures));
    }

    private String withoutOffloads(PacketFigures figures) {
        String row = "bulk, offloads off";
        return verdicts.ratio(row, figures, SLUICE_IN_JAVA, NFTABLES, IN_JAVA_BULK)
                + verdicts.ratio(row, figures, SLUICE, NFTABLES, 1);
    }

    private String withOffloads(PacketFigures figures) {
        String row = "bulk, offloads on";
        String best =
                Stream.of(SLUICE_IN_JAVA, SLUICE, SLUICE_TC)
                        .filter(name -> Double.isFinite(figures.median(name, 0)))
                        .max(Comparator.comparingDouble(name -> figures.median(name, 0)))
                        .orElse(SLUICE_TC);
        return """
        An XDP program at an interface switches off that its other end sends segments larger than the
        MTU; one of tc does not. The first seconds, in which compilers work, do not count.

        """
                + verdicts.ratio(row, figures, SLUICE_TC, NFTABLES, 1)
                + verdicts.ratio(row, figures, best, HAPROXY, 1);
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
        return """
        ### Delay of datagrams, %,d a second

        Of 1,000 flows, one by one. The generator's program, in the kernel, writes the time into each; the
        sink's program, in the kernel too and by the same clock, says how long ago that was, in steps of
        64 ns. What the way through the network namespaces takes by itself is the row of no balancer.

        %s
        %s%s\
        """
                .formatted(
                        DELAY_PER_SECOND,
                        figures.table(
                                List.of(
                                        new Shown(0, "median µs", 1e3, "%,.2f", false),
                                        new Shown(1, "p99 µs", 1e3, "%,.2f", false),
                                        new Shown(2, "lost %", 1, "%.3f", false)),
                                others()),
                        delay("median", figures, 0),
                        delay("p99", figures, 1));
    }

    private String delay(String what, PacketFigures figures, int which) {
        double own = figures.median(SLUICE, which);
        double other = figures.median(NFTABLES, which);
        if (!Double.isFinite(own) || !Double.isFinite(other)) {
            return "";
        }
        return verdicts.of(
                "delay",
                "%s ≤ nftables' %.2f µs".formatted(what, other / 1e3),
                SLUICE,
                "%.2f µs".formatted(own / 1e3),
                own <= other);
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

        Segments that are lost are those that one end sent and the other did not get.

        %s%s\
        """
                .formatted(
                        KILLED_SECONDS,
                        KILLED_CONNECTIONS,
                        KILLED_SECONDS,
                        result.remark(),
                        result.exchanges(),
                        result.again(),
                        none("connection broken", "process killed", SLUICE, result.broken()),
                        none("segment lost", "process killed", SLUICE, result.lost()));
    }

    private String none(String what, String row, String name, long count) {
        return verdicts.of(row, "no " + what, name, "%,d".formatted(count), count == 0);
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

        %s%s\
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
                        none("datagram lost", "swaps", SLUICE_IN_JAVA, lost),
                        verdicts.of(
                                "swaps",
                                "CPU of a swap ≤ %d ms".formatted(SWAP_CPU_MS),
                                SLUICE_IN_JAVA,
                                "%.0f ms".formatted(report.cpuMs()),
                                report.cpuMs() <= SWAP_CPU_MS));
    }
}
