package dev.sluice.director;

import dev.sluice.director.own.vrrp.Standing;
import dev.sluice.director.own.vrrp.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Who is master after this director of what it gives away. */
record Successors(OwnedAddresses owned, LongSupplier nowMs) {
    /** Beyond three intervals, for who is to become master after a goodbye. */
    private static final long TAKE_OVER_MS = 500;

    private static final int INTERVALS = 3;

    /**
     * Ends being master, and waits for those who are after it.
     *
     * @param networksToo whether of local networks too
     * @return what nobody else became master of
     */
    List<Standing> find(boolean networksToo, Consumer<String> say) {
        List<Standing> all = owned.standings();
        List<String> kept = networksToo ? List.of() : groupsWithNetworks(all);
        List<Standing> waiting =
                new ArrayList<>(
                        all.stream()
                                .filter(one -> one.state() == State.MASTER)
                                .filter(one -> !kept.contains(group(one)))
                                .toList());
        owned.drain(networksToo);
        long beganMs = nowMs.getAsLong();
        int slowestMs = waiting.stream().mapToInt(one -> one.router().intervalMs()).max().orElse(0);
        long deadlineMs = beganMs + TAKE_OVER_MS + (long) INTERVALS * slowestMs;
        while (!waiting.isEmpty() && nowMs.getAsLong() < deadlineMs) {
            Pause.step();
            for (Standing now : owned.standings()) {
                if (now.state() == State.STOPPED && now.master() != null && isOneOf(waiting, now)) {
                    waiting.removeIf(one -> one.router().key().equals(now.router().key()));
                    say.accept(
                            "%s is %s's after %d ms"
                                    .formatted(
                                            name(now), now.master(), nowMs.getAsLong() - beganMs));
                }
            }
        }
        return waiting;
    }

    private static boolean isOneOf(List<Standing> waiting, Standing now) {
        return waiting.stream().anyMatch(one -> one.router().key().equals(now.router().key()));
    }

    private static List<String> groupsWithNetworks(List<Standing> all) {
        return all.stream()
                .filter(one -> !one.router().networks().isEmpty())
                .map(Successors::group)
                .toList();
    }

    private static String group(Standing one) {
        String name = one.router().group();
        return name.isEmpty() ? one.router().key().toString() : name;
    }

    /** Virtual routers in words. */
    static String names(List<Standing> standings) {
        return standings.stream().map(Successors::name).collect(Collectors.joining(", "));
    }

    private static String name(Standing standing) {
        return "virtual router %d at %s (%s)"
                .formatted(
                        standing.router().id(),
                        standing.router().link(),
                        standing.router().ipv6() ? "IPv6" : "IPv4");
    }
}
