package dev.sluice.lab.bench;

import static dev.sluice.lab.bench.Column.BUSY;
import static dev.sluice.lab.bench.Column.CPU;
import static dev.sluice.lab.bench.Column.CPU_HIGHEST;
import static dev.sluice.lab.bench.Column.CPU_LOWEST;
import static dev.sluice.lab.bench.Column.CPU_TO_BETTER;
import static dev.sluice.lab.bench.Column.CPU_TO_NGINX;
import static dev.sluice.lab.bench.Column.P50;
import static dev.sluice.lab.bench.Column.P99;
import static dev.sluice.lab.bench.Column.P99_TO_NGINX;
import static dev.sluice.lab.bench.Column.RATE;
import static dev.sluice.lab.bench.Column.RATE_TO_HAPROXY;

import dev.sluice.lab.load.H2load;
import dev.sluice.lab.load.Handshakes;
import dev.sluice.lab.load.Load;
import dev.sluice.lab.load.Wrk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The trials that make up the HTTP and HTTPS benchmarks. */
final class Comparison {
    private static final int CONNECTIONS = 32;
    private static final int LARGE_CONNECTIONS = 8;
    private static final List<Column> CPU_COLUMNS =
            List.of(RATE, CPU, CPU_LOWEST, CPU_HIGHEST, CPU_TO_NGINX, CPU_TO_BETTER, BUSY);

    private final Path folder;

    Comparison(Path folder) {
        this.folder = folder;
    }

    Load smallLoad() {
        return new Wrk(folder, Subjects.SMALL, CONNECTIONS, true);
    }

    Trial small() {
        return new Trial(
                "Small requests, keep-alive, as many as it takes (wrk, 32 connections)",
                Thing.REQUEST,
                smallLoad(),
                Optional.of(Goal.atMost(1.1, CPU_TO_NGINX)),
                List.of(
                        RATE,
                        CPU,
                        CPU_LOWEST,
                        CPU_HIGHEST,
                        CPU_TO_NGINX,
                        CPU_TO_BETTER,
                        P50,
                        P99,
                        BUSY));
    }

    Trial fixedRate(double requestsPerSecond) {
        return new Trial(
                "Small requests at a fixed %,.0f/s, half of nginx's most (h2load, 32 connections)"
                        .formatted(requestsPerSecond),
                Thing.REQUEST,
                new H2load(folder, Subjects.SMALL, CONNECTIONS, requestsPerSecond),
                Optional.of(Goal.atMost(1.5, P99_TO_NGINX)),
                List.of(RATE, P50, P99, P99_TO_NGINX, CPU, CPU_TO_NGINX, BUSY));
    }

    Trial large() {
        return new Trial(
                "1 MiB answers (wrk, 8 connections)",
                Thing.MEBIBYTE,
                new Wrk(folder, Subjects.LARGE, LARGE_CONNECTIONS, true),
                Optional.of(Goal.atLeast(0.9, RATE_TO_HAPROXY)),
                List.of(RATE, RATE_TO_HAPROXY, CPU, CPU_TO_NGINX, CPU_TO_BETTER, BUSY));
    }

    Trial newConnections() {
        return new Trial(
                "A new connection for each request (wrk, 32 at once)",
                Thing.REQUEST,
                new Wrk(folder, Subjects.SMALL, CONNECTIONS, false),
                Optional.empty(),
                CPU_COLUMNS);
    }

    Trial handshakes(boolean resumed) {
        return new Trial(
                (resumed ? "Resumed" : "Full")
                        + " TLS 1.3 handshakes, a request each (4 × openssl s_time)",
                Thing.HANDSHAKE,
                new Handshakes(folder, Subjects.SMALL, resumed),
                Optional.empty(),
                CPU_COLUMNS);
    }
}
