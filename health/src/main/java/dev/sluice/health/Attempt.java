package dev.sluice.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One probe on a virtual thread of its own, bounded in time from the name's resolution to the
 * answer. Owned by the server's thread.
 */
final class Attempt {
    /** How long an interrupted probe may take to close its socket. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Probe probe;
    private final String address;
    private final int port;
    private final NameResolver resolver;
    private final Thread thread;
    private volatile boolean resolved;
    private volatile ProbeResult result = ProbeResult.failure("the probe failed unexpectedly");

    Attempt(Probe probe, String address, int port, NameResolver resolver) {
        this.probe = probe;
        this.address = address;
        this.port = port;
        this.resolver = resolver;
        this.thread =
                Thread.ofVirtual().name("probe " + address + " port " + port).unstarted(this::ask);
    }

    private void ask() {
        try {
            var server = new InetSocketAddress(resolver.resolve(address), port);
            resolved = true;
            result = probe.ask(server);
        } catch (IOException e) {
            result = ProbeResult.failure(Causes.of(e));
        }
    }

    /**
     * Runs it to its end or the timeout's.
     *
     * @throws InterruptedException if the server's thread is to stop; the probe is stopped, too
     */
    ProbeResult run(Duration timeout) throws InterruptedException {
        thread.start();
        try {
            if (thread.join(timeout)) {
                return result;
            }
            boolean late = resolved;
            stop();
            return late
                    ? probe.silence(timeout)
                    : ProbeResult.failure("name does not resolve in " + Causes.duration(timeout));
        } catch (InterruptedException e) {
            stop();
            throw e;
        }
    }

    private void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(GRACE);
    }

    /** Whether it hangs beyond its time: a lookup in the system's resolver cannot be stopped. */
    boolean hangs() {
        return thread.isAlive();
    }

    /** Waits for one that hangs; whether it ended. */
    boolean ends(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }
}
