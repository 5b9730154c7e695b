package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How servers are probed and when their state changes. A plain word such as {@code off} in its
 * place sets {@code type}.
 */
public record HealthCheck(
        @Field(doc = "What the probe speaks.", initial = "tcp", shorthand = true) CheckType type,
        @Field(doc = "Port probed in place of the server's.", min = "1", max = "65535")
                @Nullable Integer port,
        @Field(
                        doc = "Path asked for (http, https).",
                        initial = "/",
                        pattern = "/[!-~]{0,1023}",
                        expected = "a path that begins with / and has no blanks")
                String path,
        @Field(
                        doc =
                                "Host header and, for https, the name asked for; by default the server's address.",
                        pattern = Names.HOST_PATTERN,
                        expected = "a host name")
                @Nullable String domain,
        @Field(doc = "Method (http, https).", initial = "head") CheckMethod method,
        @Field(
                        doc = "Answers that count as success (http, https).",
                        initial = "2xx",
                        pattern = "[1-5](xx|[0-9]{2})",
                        expected = "a class such as 2xx or a code such as 204")
                List<String> codes,
        @Field(doc = "Time between probes of one server; 2s, udp 5s.", min = "100ms", max = "300s")
                Duration interval,
        @Field(doc = "How long an answer may take; 5s, udp 10s.", min = "100ms", max = "300s")
                Duration timeout,
        @Field(
                        doc = "Successes in a row that bring a server up.",
                        initial = "3",
                        min = "1",
                        max = "10")
                int healthyThreshold,
        @Field(doc = "Failures in a row that take it down.", initial = "3", min = "1", max = "10")
                int unhealthyThreshold,
        @Field(
                        doc = "What a UDP probe sends.",
                        pattern = "[ -~]{1,64}",
                        expected = "1 to 64 printable characters")
                @Nullable String request,
        @Field(
                        doc = "What a UDP server must answer.",
                        pattern = "[ -~]{1,64}",
                        expected = "1 to 64 printable characters")
                @Nullable String expect) {

    /** Probes by connecting; what a group without a check of its own gets. */
    public static final HealthCheck TCP = ofType(CheckType.TCP);

    /** Probes by a datagram; what a group without a check of its own gets below a udp listener. */
    public static final HealthCheck UDP = ofType(CheckType.UDP);

    /** Probes nothing: all servers are taken for well. */
    public static final HealthCheck OFF = ofType(CheckType.OFF);

    /** Fills in what depends on the type: the reader passes null there. */
    @SuppressWarnings("NullAway")
    public HealthCheck {
        boolean udp = type == CheckType.UDP;
        if (interval == null) {
            interval = Duration.ofSeconds(udp ? 5 : 2);
        }
        if (timeout == null) {
            timeout = Duration.ofSeconds(udp ? 10 : 5);
        }
        codes = List.copyOf(codes);
    }

    @SuppressWarnings("NullAway")
    private static HealthCheck ofType(CheckType type) {
        return new HealthCheck(
                type,
                null,
                "/",
                null,
                CheckMethod.HEAD,
                List.of("2xx"),
                null,
                null,
                3,
                3,
                null,
                null);
    }
}
