package dev.sluice.health;

import dev.sluice.model.HealthCheck;
import dev.sluice.model.node.GroupConfig.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question to a server, asked again and again. Stateless. It blocks as long as the server
 * pleases: its thread is interrupted when time is over, which closes the socket it blocks on.
 */
sealed interface Probe permits TcpProbe, HttpProbe, UdpProbe {
    /**
     * Asks once.
     *
     * @throws IOException is a failure, too
     */
    ProbeResult ask(InetSocketAddress server) throws IOException;

    /** What it means that no answer came in time. */
    default ProbeResult silence(Duration timeout) {
        return ProbeResult.failure("no answer in " + Causes.duration(timeout));
    }

    /** The probe that a check describes; null if it is off. */
    static @Nullable Probe of(HealthCheck check, ServerConfig server) {
        return switch (check.type()) {
            case TCP -> new TcpProbe();
            case HTTP -> HttpProbe.of(check, server, false);
            case HTTPS -> HttpProbe.of(check, server, true);
            case UDP -> new UdpProbe(check.request(), check.expect());
            case OFF -> null;
        };
    }
}
