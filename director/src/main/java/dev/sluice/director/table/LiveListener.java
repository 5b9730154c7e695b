package dev.sluice.director.table;

import dev.sluice.director.limit.SynProxySwitch;
import dev.sluice.director.limit.Usage;
import dev.sluice.measure.CounterRow;
import java.util.List;

/**
 * A listener while tables name it, and until its last session has ended: what outlives tables.
 * Shared by all workers.
 *
 * @param number by which sessions name it, the same in every table; never 0
 * @param loadBalancer the load balancer's name
 * @param name the listener's name
 * @param balancer what the load balancer uses of its limits, with all its listeners
 * @param paths which servers its packets get to
 * @param counters a row for each worker
 */
public record LiveListener(
        int number,
        String loadBalancer,
        String name,
        Usage usage,
        Usage balancer,
        SynProxySwitch synProxy,
        ServerPaths paths,
        List<CounterRow> counters) {
    public LiveListener {
        counters = List.copyOf(counters);
    }

    /** A worker's counters. */
    public CounterRow counters(int worker) {
        return counters.get(worker);
    }

    /** A session that {@link dev.sluice.director.limit.Admission#enter} let in has ended. */
    public void left() {
        usage.close();
        balancer.close();
    }

    /** Counts a session in that was open before this process began. */
    public void adopted() {
        usage.adopt();
        balancer.adopt();
    }
}
