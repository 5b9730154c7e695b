package dev.sluice.lab.failover;

import dev.sluice.lab.region.Ownership;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be tried.
 *
 * @param launcher the path of {@code ./sluice}
 * @param methods by which forwarding methods; those that an ownership cannot do are left out
 * @param active connections that talk all the time
 * @param idle established connections that say nothing
 * @param perSecond new connections
 */
public record FailoverPlan(
        Path launcher,
        int directors,
        Ownership ownership,
        List<String> methods,
        List<Fault> faults,
        int active,
        int idle,
        int perSecond,
        boolean synchronised) {
    /** All there are. */
    public static final List<String> METHODS = List.of("fullnat", "nat", "route", "tunnel");

    public FailoverPlan {
        methods = methods.stream().filter(method -> allows(ownership, method)).toList();
        faults = List.copyOf(faults);
    }

    /** The same with other faults. */
    public FailoverPlan with(List<Fault> others) {
        return new FailoverPlan(
                launcher,
                directors,
                ownership,
                methods,
                others,
                active,
                idle,
                perSecond,
                synchronised);
    }

    /** Whether a method works with an ownership: under nat, servers answer through one gateway. */
    public static boolean allows(Ownership ownership, String method) {
        return ownership == Ownership.VRRP || !method.equals("nat");
    }
}
