package dev.sluice.app.role;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.up.Descriptors;
import dev.sluice.app.up.StopSignals;
import dev.sluice.app.up.TransportChoice;
import dev.sluice.linux.call.KernelException;
import dev.sluice.measure.Measure;
import dev.sluice.proxy.Proxy;
import dev.sluice.proxy.ProxyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The life of {@code proxy}, from the start to the last connection. Runs on the main thread.
 *
 * @param keys where the certificates' keys lie
 * @param behindDirectors whether directors hand packets over
 * @param grace how long open connections may go on after a signal
 */
public record ProxyRole(NodeRole role, Path keys, boolean behindDirectors, Duration grace) {
    private static final int DONE = 0;
    private static final int CUT_OFF = 1;

    /**
     * Serves until a signal.
     *
     * @return the exit code: 0, or 1 when the grace period ended before the last connection
     */
    public int serve() {
        StopSignals signals = StopSignals.install();
        Descriptors.warning().ifPresent(role.terminal()::complain);
        var measure = new Measure();
        try (LocalRoutes routes = behindDirectors ? routes() : null) {
            Proxy proxy = start(routes, measure);
            try (proxy) {
                role.follow(new NodeRole.Part(proxy, measure, () -> ""), signals);
                signals.onSecond(() -> Runtime.getRuntime().halt(CUT_OFF));
                return proxy.drain(grace) ? DONE : CUT_OFF;
            }
        }
    }

    private static LocalRoutes routes() {
        try {
            return LocalRoutes.open();
        } catch (KernelException e) {
            throw new CommandFailed("--behind-directors does not work here: " + e.getMessage(), e);
        }
    }

    private Proxy start(@Nullable LocalRoutes routes, Measure measure) {
        var options =
                new ProxyOptions(
                        role.link().name(),
                        Runtime.getRuntime().availableProcessors(),
                        TransportChoice.of(System.getenv(TransportChoice.VARIABLE)),
                        keys,
                        role.link().dataDir().resolve("access.log"),
                        Descriptors.clientsAtMost(),
                        routes);
        try {
            role.prepare();
            return Proxy.start(options, measure);
        } catch (IOException e) {
            throw new CommandFailed("the proxy cannot start: " + e.getMessage(), e);
        }
    }
}
