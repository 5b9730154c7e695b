package dev.sluice.director.path;

import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.TargetServer;
import dev.sluice.director.table.TargetServers;
import dev.sluice.model.CheckType;
import dev.sluice.model.Forwarding;
import dev.sluice.model.HealthCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one group as listeners at one virtual address use them: asked for the listener
 * with the lowest port, and what comes out is true for all. Owned by the checks' thread.
 */
final class PathGroup {
    private final Map<Integer, PathCheck> checks = new HashMap<>();
    private List<ForwardedListener> listeners = List.of();

    /** Of which there is one each. */
    record Key(long high, long low, String group, Forwarding method) {
        /** The key of a listener whose servers' answers are not seen; null for others. */
        static @Nullable Key of(ForwardedListener listener) {
            TargetServers target = listener.target();
            boolean unseen =
                    listener.method() == Forwarding.ROUTE || listener.method() == Forwarding.TUNNEL;
            if (!unseen
                    || target == null
                    || listener.protocol() != ForwardedListener.TCP
                    || target.group().check().type() == CheckType.OFF) {
                return null;
            }
            return new Key(listener.high(), listener.low(), target.groupId(), listener.method());
        }
    }

    /** Takes the listeners of a newer table, and checks their servers and no others. */
    void update(List<ForwardedListener> newest, long nowMs, LongSupplier delay) {
        listeners = List.copyOf(newest);
        TargetServers target = listener().target();
        if (target == null) {
            throw new AssertionError("a listener without servers has no paths");
        }
        HealthCheck check = target.group().check();
        var wanted = new HashMap<Integer, PathCheck>();
        for (int i = 0; i < target.size(); i++) {
            TargetServer server = target.server(i);
            if (server.resolved()) {
                int number = server.live().number();
                PathCheck before = checks.get(number);
                wanted.put(number, check(before, server, check, nowMs, delay));
            }
        }
        checks.clear();
        checks.putAll(wanted);
    }

    private static PathCheck check(
            @Nullable PathCheck before,
            TargetServer server,
            HealthCheck check,
            long nowMs,
            LongSupplier delay) {
        if (before == null) {
            return new PathCheck(server, check, nowMs + delay.getAsLong());
        }
        return before.isFor(server, check) ? before : before.with(server, check);
    }

    /** For which servers are asked. */
    ForwardedListener listener() {
        return listeners.getFirst();
    }

    Iterable<PathCheck> checks() {
        return checks.values();
    }

    /**
     * Tells listeners which servers not to use. None is taken out where no server ever answered, or
     * none does now: then it is most likely the answers that have no way to the director, and those
     * that health checks found well go on.
     */
    void publish() {
        var closed = new ArrayList<Integer>();
        boolean answers = false;
        for (PathCheck check : checks.values()) {
            answers |= check.isOpen() && check.isProven();
            if (!check.isOpen()) {
                closed.add(check.server().live().number());
            }
        }
        int[] numbers =
                answers
                        ? closed.stream().mapToInt(Integer::intValue).sorted().toArray()
                        : new int[0];
        listeners.forEach(listener -> listener.live().paths().closed(numbers));
    }

    /** Tells listeners that nothing is known any more. */
    void forget() {
        listeners.forEach(listener -> listener.live().paths().closed(new int[0]));
    }
}
