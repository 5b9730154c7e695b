package dev.sluice.proxy.upstream;

import dev.sluice.balance.Scheduler;
import dev.sluice.balance.SchedulerPlan;
import dev.sluice.model.StickySession;
import dev.sluice.model.node.TargetConfig;
import dev.sluice.proxy.loop.Loop;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.loop.Loops;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener or a rule sends traffic, and each loop's place in its schedule. Immutable but
 * for the schedulers.
 */
public final class Target {
    private final TargetConfig config;
    private final ServerPool pool;
    private final LoopLocal<Scheduler> schedulers;
    private final @Nullable Stickiness stickiness;

    Target(TargetConfig config, ServerPool pool, Loops loops) {
        this.config = config;
        this.pool = pool;
        StickySession sticky = config.sticky();
        this.stickiness = sticky == null ? null : new Stickiness(sticky, pool);
        SchedulerPlan plan =
                SchedulerPlan.of(config.scheduler(), pool.config().servers(), seed(config));
        this.schedulers = new LoopLocal<>(loops, loop -> plan.forLoop(loop.index()));
    }

    /** The same on every node, so that what depends on it does not differ between proxies. */
    private static long seed(TargetConfig config) {
        return config.group().hashCode();
    }

    public TargetConfig config() {
        return config;
    }

    public ServerPool pool() {
        return pool;
    }

    /** Cookie stickiness; null without. */
    public @Nullable Stickiness stickiness() {
        return stickiness;
    }

    /**
     * The number of the next server, or {@link Scheduler#NONE}. Only on the given loop.
     *
     * @param hash of what ties the work to a server, see {@link Scheduler#pick}
     * @param attempt begun in {@link #pool()}
     */
    public int pick(Loop loop, long hash, Attempt attempt) {
        return schedulers.of(loop).pick(hash, attempt);
    }
}
