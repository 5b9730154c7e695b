package dev.sluice.director.table;

import dev.sluice.director.limit.SynProxySwitch;
import dev.sluice.director.limit.Usage;

/**
 * A listener while tables name it, and until its last session has ended: what outlives tables.
 * Shared by all workers.
 *
 * @param number by which sessions name it, the same in every table; never 0
 * @param balancer what the load balancer uses of its limits, with all its listeners
 */
public record LiveListener(int number, Usage usage, Usage balancer, SynProxySwitch synProxy) {
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
