package dev.sluice.lab.failover;

import dev.sluice.lab.region.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be tried.
 *
 * @param launcher the path of {@code ./sluice}
 * @param methods by which forwarding methods; those that an ownership cannot do are left out
 * @param families IPv4, IPv6 or both
 * @param active connections that talk all the time
 * @param everyMs how often each of them speaks: a multiple of 10
 * @param idle established connections that say nothing
 * @param perSecond new connections
 * @param soak how long there is no fault
 * @param upgradePerSecond the same while directors are upgraded
 */
public record FailoverPlan(
        Path launcher,
        int directors,
        Ownership ownership,
        List<String> methods,
        List<String> families,
        List<Fault> faults,
        int active,
        int everyMs,
        int idle,
        int perSecond,
        Duration soak,
        int upgradePerSecond,
        boolean synchronised) {
    /** All there are. */
    public static final List<String> METHODS = List.of("fullnat", "nat", "route", "tunnel");

    private static final Duration REGION = Duration.ofSeconds(30);
    private static final Duration EACH = Duration.ofSeconds(35);
    private static final long EACH_CONNECTION_MS = 1;

    /** How clients may come. */
    public static final List<String> FAMILIES = List.of("ipv4", "ipv6");

    public FailoverPlan {
        families = List.copyOf(families);
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
                families,
                others,
                active,
                everyMs,
                idle,
                perSecond,
                soak,
                upgradePerSecond,
                synchronised);
    }

    /** How long all of it takes, give or take a half. */
    public Duration estimate() {
        Duration each = EACH.plusMillis(EACH_CONNECTION_MS * (active + idle));
        return faults.stream()
                .map(fault -> each.plus(fault == Fault.SOAK ? soak : fault.time()))
                .reduce(REGION, Duration::plus);
    }

    /** What the columns of its methods are called, IPv4 and IPv6 side by side. */
    public List<String> doors() {
        return methods.stream()
                .flatMap(method ->
                        families.stream().map(family -> Door.name(method, family.equals("ipv6"))))
                .toList();
    }

    /** Whether a method works with an ownership: under nat, servers answer through one gateway. */
    public static boolean allows(Ownership ownership, String method) {
        return ownership == Ownership.VRRP || !method.equals("nat");
    }
}
