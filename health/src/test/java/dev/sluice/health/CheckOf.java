package dev.sluice.health;

import dev.sluice.model.CheckMethod;
import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Health checks in a hurry: 20 ms between probes, thresholds of 2, unless a test says otherwise.
 */
final class CheckOf {
    private final CheckType type;
    private @Nullable Integer port;
    private String path = "/";
    private @Nullable String domain;
    private CheckMethod method = CheckMethod.HEAD;
    private List<String> codes = List.of("2xx");
    private Duration interval = Duration.ofMillis(20);
    private Duration timeout = Duration.ofSeconds(20);
    private int threshold = 2;
    private @Nullable String request;
    private @Nullable String expect;

    private CheckOf(CheckType type) {
        this.type = type;
    }

    static CheckOf type(CheckType type) {
        return new CheckOf(type);
    }

    CheckOf port(int port) {
        this.port = port;
        return this;
    }

    CheckOf get(String path) {
        this.method = CheckMethod.GET;
        this.path = path;
        return this;
    }

    CheckOf domain(String domain) {
        this.domain = domain;
        return this;
    }

    CheckOf codes(String... codes) {
        this.codes = List.of(codes);
        return this;
    }

    CheckOf intervalMs(long intervalMs) {
        this.interval = Duration.ofMillis(intervalMs);
        return this;
    }

    CheckOf timeoutMs(long timeoutMs) {
        this.timeout = Duration.ofMillis(timeoutMs);
        return this;
    }

    CheckOf threshold(int threshold) {
        this.threshold = threshold;
        return this;
    }

    CheckOf asks(String request, String expect) {
        this.request = request;
        this.expect = expect;
        return this;
    }

    HealthCheck build() {
        return new HealthCheck(
                type, port, path, domain, method, codes, interval, timeout, threshold, threshold,
                request, expect);
    }
}
