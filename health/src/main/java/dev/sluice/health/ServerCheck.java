package dev.sluice.health;

import dev.sluice.model.HealthCheck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The checking of one server by one check: probe, report, wait for the interval, again. Its own
 * virtual thread runs it, so that probes of a server never overlap; interrupting ends it.
 *
 * <p>The interval lies between the end of a probe and the begin of the next. A timeout shorter than
 * the interval is ignored and the interval taken in its place, so a server that keeps silent is
 * found out after timeout × unhealthyThreshold + interval × (unhealthyThreshold − 1).
 */
final class ServerCheck implements Runnable {
    private final HealthCheck check;
    private final Probe probe;
    private final CheckedServer server;
    private final NameResolver resolver;
    private final Duration delay;
    private final RiseFall riseFall;
    private @Nullable Attempt hanging;

    /**
     * Prepares a check that goes on from what the server's health is now.
     *
     * @param delay how long to wait before the first probe
     */
    ServerCheck(
            HealthCheck check,
            Probe probe,
            CheckedServer server,
            NameResolver resolver,
            Duration delay) {
        this.check = check;
        this.probe = probe;
        this.server = server;
        this.resolver = resolver;
        this.delay = delay;
        this.riseFall =
                new RiseFall(
                        check.healthyThreshold(),
                        check.unhealthyThreshold(),
                        server.health().state().health());
    }

    static Duration effectiveTimeout(HealthCheck check) {
        return check.timeout().compareTo(check.interval()) < 0 ? check.interval() : check.timeout();
    }

    HealthCheck check() {
        return check;
    }

    RiseFall riseFall() {
        return riseFall;
    }

    @Override
    public void run() {
        try {
            Thread.sleep(delay);
            while (true) {
                server.take(this, probeOnce());
                Thread.sleep(check.interval());
            }
        } catch (InterruptedException e) {
            // stopped: the way this loop ends
        }
    }

    private ProbeResult probeOnce() throws InterruptedException {
        var timeout = effectiveTimeout(check);
        if (hanging != null && !hanging.ends(timeout)) {
            return ProbeResult.failure("name does not resolve in " + Causes.duration(timeout));
        }
        var attempt = new Attempt(probe, server.address(), server.port(check), resolver);
        var result = attempt.run(timeout);
        hanging = attempt.hangs() ? attempt : null;
        return result;
    }
}
