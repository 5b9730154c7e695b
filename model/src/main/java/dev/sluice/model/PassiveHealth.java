package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.time.Duration;
import java.util.List;

/**
 * When a server is ejected for what its answers show: it gets no work for a while, then one request
 * on trial.
 */
public record PassiveHealth(
        @Field(
                        doc = "Failures in a row that eject a server; 0 for never.",
                        initial = "5",
                        min = "0",
                        max = "1000")
                int failures,
        @Field(
                        doc =
                                "Answers that count as failures (http, https), as no connection and no answer always do.",
                        initial = "5xx",
                        pattern = "[1-5](xx|[0-9]{2})",
                        expected = "a class such as 5xx or a code such as 503")
                List<String> codes,
        @Field(
                        doc =
                                "Percent of an interval's requests that must succeed; 0 asks for none.",
                        initial = "0",
                        min = "0",
                        max = "100")
                int successRate,
        @Field(
                        doc =
                                "How many times the group's median a server's mean time to answer may be in an interval (http, https); 0 for any.",
                        initial = "0",
                        min = "0",
                        max = "1000")
                int latencyFactor,
        @Field(
                        doc =
                                "Requests that a server must have had in an interval for its success rate and latency to count.",
                        initial = "20",
                        min = "1",
                        max = "1000000")
                int requests,
        @Field(
                        doc = "How often success rates and latencies are looked at.",
                        initial = "10s",
                        min = "1s",
                        max = "3600s")
                Duration interval,
        @Field(
                        doc =
                                "How long a server is ejected the first time; the second time twice as long, the third three times.",
                        initial = "30s",
                        min = "1s",
                        max = "3600s")
                Duration ejection,
        @Field(
                        doc = "How long a server is ejected at most.",
                        initial = "300s",
                        min = "1s",
                        max = "24h")
                Duration ejectionMax,
        @Field(
                        doc =
                                "Percent of the servers that may be ejected at once: one at least, never all.",
                        initial = "50",
                        min = "1",
                        max = "100")
                int ejectedMax) {

    public PassiveHealth {
        codes = List.copyOf(codes);
    }
}
