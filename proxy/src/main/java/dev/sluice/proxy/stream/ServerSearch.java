package dev.sluice.proxy.stream;

import dev.sluice.balance.PersistenceTable;
import dev.sluice.balance.Scheduler;
import dev.sluice.balance.StableHash;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.upstream.Attempt;
import dev.sluice.proxy.upstream.Backend;
import dev.sluice.proxy.upstream.ServerPool;
import dev.sluice.proxy.upstream.Target;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's search for a server: the one it is bound to, then those that the scheduler picks,
 * each at most once and no more than {@value #MOST_TRIES}. Owned by the event loop.
 */
final class ServerSearch {
    private static final int MOST_TRIES = 5;

    private final Loop loop;
    private final Target target;
    private final @Nullable PersistenceTable bindings;
    private final long hash;
    private final long addressHigh;
    private final long addressLow;
    private final Attempt attempt = new Attempt();

    /**
     * @param bindings null where clients are not bound
     * @param hash what hash schedulers go by
     */
    ServerSearch(
            Loop loop,
            Target target,
            @Nullable PersistenceTable bindings,
            InetAddress client,
            long hash) {
        this.loop = loop;
        this.target = target;
        this.bindings = bindings;
        this.hash = hash;
        byte[] address = client.getAddress();
        this.addressHigh = StableHash.highOf(address);
        this.addressLow = StableHash.lowOf(address);
        attempt.begin(target.pool());
    }

    /** The next server to try; null where there is none left. */
    @Nullable Backend next() {
        if (attempt.tries() >= MOST_TRIES) {
            return null;
        }
        int server = attempt.tries() == 0 ? bound() : Scheduler.NONE;
        if (server == Scheduler.NONE) {
            server = target.pick(loop, hash, attempt);
        }
        if (server == Scheduler.NONE) {
            return null;
        }
        attempt.tried(server);
        return attempt.backend(server);
    }

    private int bound() {
        String endpoint =
                bindings == null ? null : bindings.find(addressHigh, addressLow, System.nanoTime());
        if (endpoint == null) {
            return Scheduler.NONE;
        }
        ServerPool pool = target.pool();
        List<Backend> backends = pool.backends();
        for (int i = 0; i < backends.size(); i++) {
            if (backends.get(i).endpoint().equals(endpoint)) {
                boolean open = pool.config().servers().get(i).weight() > 0 && attempt.eligible(i);
                return open ? i : Scheduler.NONE;
            }
        }
        return Scheduler.NONE;
    }

    /** Binds the client to the server that took it. */
    void found(Backend backend) {
        if (bindings != null) {
            bindings.bind(addressHigh, addressLow, backend.endpoint(), System.nanoTime());
        }
    }
}
