package dev.sluice.proxy.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the names of servers and follows them: each name on a virtual thread of its own, every
 * ten seconds. A name that stops resolving keeps its last addresses.
 */
final class NameFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameFollower.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final long FIRST_MS = 1_000;

    private final Names names;
    private final Duration again;
    private final Map<Backend, Following> following = new ConcurrentHashMap<>();

    /** Finds the addresses behind a name. May block. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /** A name being followed. */
    private record Following(Thread thread, CountDownLatch first) {}

    /** Asks the system's resolver every ten seconds. */
    NameFollower() {
        this(InetAddress::getAllByName, AGAIN);
    }

    NameFollower(Names names, Duration again) {
        this.names = names;
        this.again = again;
    }

    /** Sets a backend's addresses: at once for a literal, else as they are resolved. */
    void follow(Backend backend) {
        if (isLiteral(backend.host())) {
            backend.addresses(new InetSocketAddress[] {literal(backend)});
            return;
        }
        var first = new CountDownLatch(1);
        Thread thread =
                Thread.ofVirtual()
                        .name("resolve " + backend.host())
                        .unstarted(() -> run(backend, first));
        following.put(backend, new Following(thread, first));
        thread.start();
    }

    /** Waits a moment, at most a second in all, until every new name was tried once. */
    void awaitFirst() {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FIRST_MS);
        try {
            for (Following one : following.values()) {
                long leftNs = Math.max(0, untilNs - System.nanoTime());
                if (!one.first.await(leftNs, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void forget(Backend backend) {
        Following one = following.remove(backend);
        if (one != null) {
            one.thread.interrupt();
        }
    }

    @Override
    public void close() {
        following.keySet().forEach(this::forget);
    }

    private void run(Backend backend, CountDownLatch first) {
        boolean failing = false;
        while (!Thread.currentThread().isInterrupted()) {
            failing = resolve(backend, failing);
            first.countDown();
            try {
                Thread.sleep(again);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether it failed. Says so once, not each time. */
    private boolean resolve(Backend backend, boolean failing) {
        try {
            InetAddress[] found = names.resolve(backend.host());
            Arrays.sort(found, (a, b) -> Arrays.compareUnsigned(a.getAddress(), b.getAddress()));
            var addresses = new InetSocketAddress[found.length];
            for (int i = 0; i < found.length; i++) {
                addresses[i] = new InetSocketAddress(found[i], backend.port());
            }
            backend.addresses(addresses);
            return false;
        } catch (UnknownHostException e) {
            if (!failing) {
                LOG.warn(
                        "server name {} does not resolve; trying again every {} s",
                        backend.host(),
                        again.toSeconds());
            }
            return true;
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0
                || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static InetSocketAddress literal(Backend backend) {
        return new InetSocketAddress(InetAddress.ofLiteral(backend.host()), backend.port());
    }
}
