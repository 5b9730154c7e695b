package dev.sluice.proxy.http;

import dev.sluice.measure.Measure;
import dev.sluice.proxy.http.wire.Violation;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often clients broke which rule of HTTP. Shared by all loops: it is counted when a connection
 * is refused anyway.
 */
final class Violations {
    private final AtomicLongArray counts = new AtomicLongArray(Violation.values().length);

    Violations(Measure measure) {
        for (Violation violation : Violation.values()) {
            if (violation != Violation.NONE && violation.status() != 502) {
                int at = violation.ordinal();
                measure.counter(
                        "sluice_http_violations_total",
                        "Requests refused because they broke a rule of HTTP, since the start.",
                        () -> counts.get(at),
                        "kind",
                        violation.label());
            }
        }
    }

    void count(Violation violation) {
        counts.incrementAndGet(violation.ordinal());
    }
}
