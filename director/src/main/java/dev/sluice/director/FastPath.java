package dev.sluice.director;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.LooseKeys;
import dev.sluice.director.offload.Offload;
import dev.sluice.director.worker.Port;
import dev.sluice.director.worker.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel forwards by itself, of all workers of a director, as far as no worker can see to
 * it: whether programs still run that have read what has changed since, for which one must wait.
 * The cache stays when the process ends. One thread at a time, but the one of its own.
 */
final class FastPath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FastPath.class);

    /** Places that were left are free again after a while: there are more than are needed soon. */
    private static final Duration REST_EVERY = Duration.ofMillis(50);

    /** How soon it is noticed that a port takes redirected frames, or does not any more. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final long REVOKED_TIMEOUT_S = 10;

    private final FlowCache cache;
    private final WaysOut ways;
    private final Workers workers;
    private final List<Offload> offloads;
    private final long[] rested;
    private @Nullable LookAgain rests;
    private @Nullable LookAgain looks;

    private FastPath(FlowCache cache, WaysOut ways, Workers workers, List<Offload> offloads) {
        this.cache = cache;
        this.ways = ways;
        this.workers = workers;
        this.offloads = offloads;
        this.rested = new long[offloads.size()];
    }

    /**
     * Has forwarders offload sessions from their first table on.
     *
     * @param cache from now on this object's to close
     */
    static FastPath begin(
            FlowCache cache, List<Port> ports, List<Forwarder> forwarders, Workers workers) {
        int[] interfaces = ports.stream().mapToInt(Port::index).toArray();
        var ways = WaysOut.begin(cache, ports);
        var offloads = new ArrayList<Offload>();
        for (Forwarder forwarder : forwarders) {
            offloads.add(forwarder.offload(cache, interfaces));
        }
        return new FastPath(cache, ways, workers, offloads);
    }

    /** Workers have their first table and go on with what they found; before they are started. */
    void adopted() {
        offloads.forEach(Offload::changed);
        int loose = LooseKeys.remove(cache);
        long kept = offloads.stream().mapToLong(Offload::size).sum();
        if (kept + loose > 0) {
            LOG.info(
                    "goes on with {} sessions that the kernel forwards; {} flows were of none",
                    kept,
                    loose);
        }
        rests = new LookAgain(REST_EVERY, this::rest);
        looks = new LookAgain(LOOK_EVERY, this::lookAgain);
    }

    /** A port may have begun to take redirected frames, or ceased to. */
    private void lookAgain() {
        if (ways.lookAgain()) {
            workers.between(worker -> offloads.get(worker)::changed);
        }
    }

    private void rest() {
        long[] left = offloads.stream().mapToLong(Offload::leftSoFar).toArray();
        boolean any = false;
        for (int worker = 0; worker < left.length; worker++) {
            any |= left[worker] != rested[worker];
        }
        if (any) {
            FlowCache.awaitPrograms();
            for (int worker = 0; worker < left.length; worker++) {
                rested[worker] = left[worker];
                offloads.get(worker).rested(left[worker]);
            }
        }
    }

    /** Returns when the kernel forwards nothing any more that workers have been told not to. */
    void awaitRevoked() {
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int worker = 0; worker < offloads.size(); worker++) {
            Offload offload = offloads.get(worker);
            var swept = new CompletableFuture<Void>();
            all.add(swept);
            CompletableFuture<Boolean> told =
                    workers.between(worker, () -> offload.afterSweep(() -> swept.complete(null)));
            told.thenAccept(alive -> {
                if (!alive) {
                    swept.complete(null);
                }
            });
        }
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(REVOKED_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a worker does not revoke what the kernel forwards", e);
        }
        FlowCache.awaitPrograms();
    }

    /** The kernel goes on with what it forwards. */
    @Override
    public void close() {
        LookAgain resting = rests;
        if (resting != null) {
            resting.close();
        }
        LookAgain looking = looks;
        if (looking != null) {
            looking.close();
        }
        ways.close();
        cache.close();
    }
}
