package dev.sluice.lab.bench;

import dev.sluice.lab.packets.Contender;
import dev.sluice.lab.packets.Contenders;
import dev.sluice.lab.packets.KilledDirector;
import dev.sluice.lab.packets.SwappedDirector;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Requirement;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a director does with packets: from memory to memory, and between network namespaces
 * beside what one would use instead.
 */
public final class PacketBench implements Bench {
    private final Memory memory;
    private final List<Contender> contenders = new ArrayList<>(Contenders.all());
    private final SwappedDirector swapped;
    private final KilledDirector killed;

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

    /**
     * @param sluice all in Java, with the cache, and others if there are any
     */
    public PacketBench(
            Memory memory,
            List<? extends Contender> sluice,
            SwappedDirector swapped,
            KilledDirector killed) {
        this.memory = memory;
        this.contenders.addAll(sluice);
        this.swapped = swapped;
        this.killed = killed;
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
        List<String> words = contenders.stream().map(Contender::word).toList();
        Flags flags =
                new Flags()
                        .number("runs", 2, 1, "rounds, in which each has its turn")
                        .number("seconds", 3, 1, "of each measurement")
                        .number("listeners", 10_000, 500, "listeners of a swapped configuration")
                        .number("swaps", 100, 10, "swaps under load")
                        .number("swap-rate", 50_000, 20_000, "datagrams a second meanwhile")
                        .number("memory", 1, 1, "2 leaves the half without a network out")
                        .number("network", 1, 1, "2 leaves the half with one out")
                        .words("rows", "all", "all", PacketSections.ROWS, "what is measured")
                        .words("contenders", "all", "all", words, "who is measured");
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
        List<String> wanted = flags.words("contenders");
        List<Contender> measured =
                contenders.stream().filter(one -> wanted.contains(one.word())).toList();
        var rounds = new PacketRounds(measured, flags.number("runs"), progress);
        var verdicts = new PacketVerdicts();
        var sections = new PacketSections(rounds, flags.number("seconds"), verdicts, progress);
        var page = new StringBuilder();
        for (String row : flags.words("rows")) {
            page.append(
                    switch (row) {
                        case "swaps" ->
                                sections.swaps(
                                        swapped,
                                        flags.number("listeners"),
                                        flags.number("swaps"),
                                        flags.number("swap-rate"));
                        case "kill" -> sections.kill(killed);
                        default -> sections.of(row);
                    });
        }
        return """
        ## Between network namespaces

        Client, middle and backend are network namespaces joined by veth pairs of one queue; what is
        compared stands in the middle. Generator, sink and programs are the same for all, and share
        the machine's cores with what is measured. Each figure is the median of alternating runs.
        *Sluice* has the kernel forward what Java has decided, both by native XDP; the *bare XDP
        program* only looks a flow up in a hash map, rewrites its datagrams and sends them.

        %s
        %s\
        """
                .formatted(verdicts.table(), page);
    }
}
