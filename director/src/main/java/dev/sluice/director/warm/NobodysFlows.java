package dev.sluice.director.warm;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.Offload;
import dev.sluice.linux.call.KernelException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions of nobody that the kernel is told of, in a cache that no program looks into. */
final class NobodysFlows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NobodysFlows.class);

    /** Far fewer than there are sessions: it is crowded, and the kernel is not asked too often. */
    private static final int PLACES = 1 << 8;

    /** As the kernel numbers them, of clients' port and of servers'. */
    private static final int[] INTERFACES = {1, 2};

    private final FlowCache cache;
    private final Offload offload;

    private NobodysFlows(FlowCache cache, Offload offload) {
        this.cache = cache;
        this.offload = offload;
    }

    /** Of a forwarder that has no table yet; null where the kernel takes none. */
    static @Nullable NobodysFlows begin(Forwarder forwarder) {
        try {
            FlowCache cache = FlowCache.alone(PLACES);
            return new NobodysFlows(cache, forwarder.offload(cache, INTERFACES));
        } catch (KernelException e) {
            LOG.debug("the kernel is told of nobody's sessions", e);
            return null;
        }
    }

    /** Places that were left are free again. */
    void rest() {
        offload.rested(offload.leftSoFar());
    }

    /** A session goes by Java again. */
    void revoke(long at) {
        offload.revoke(at);
    }

    /** Of how many sessions the kernel was told. */
    long installed() {
        return offload.installed();
    }

    /** After the forwarder. */
    @Override
    public void close() {
        cache.close();
    }
}
