package dev.sluice.app.command;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Terminal;
import dev.sluice.app.bench.PacketBenches;
import dev.sluice.app.bench.SyncBenches;
import dev.sluice.lab.bench.Bench;
import dev.sluice.lab.bench.Benches;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench}: hands over to the benchmark of that name. */
@Command(
        name = "bench",
        description = "Measure Sluice beside what one would use instead.",
        footerHeading = "%nBenchmarks:%n",
        footer = "  ./sluice bench NAME --help says what each one takes.")
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "Which benchmark: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    String name = "";

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "What the benchmark takes.")
    List<String> arguments = new ArrayList<>();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Bench bench =
                all().filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new CommandFailed(
                                        "there is no benchmark '%s'; there are: %s"
                                                .formatted(name, names())));
        return bench.run(List.copyOf(arguments), terminal.out());
    }

    private static String names() {
        return all().map(Bench::name).collect(Collectors.joining(", "));
    }

    private static Stream<Bench> all() {
        return Stream.concat(
                Benches.all().stream(), Stream.of(PacketBenches.create(), SyncBenches.create()));
    }

    /** What may stand as NAME. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Names() {
            super(all().map(Bench::name).toList());
        }
    }
}
