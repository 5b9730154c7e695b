package dev.sluice.lab.bench;

import java.util.List;
import java.util.Optional;

/** All benchmarks there are. */
public final class Benches {
    private static final List<Bench> ALL =
            List.of(
                    new HttpBench(),
                    new HttpsBench(),
                    new IdleBench(),
                    new StartBench(),
                    new ChangeBench(),
                    new FailoverBench());

    private Benches() {}

    /** Every benchmark, in the order in which a page lists them. */
    public static List<Bench> all() {
        return ALL;
    }

    /** The benchmark of that name. */
    public static Optional<Bench> named(String name) {
        return ALL.stream().filter(bench -> bench.name().equals(name)).findFirst();
    }
}
