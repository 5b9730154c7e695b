package dev.sluice.lab.failover;

import dev.sluice.lab.load.Percentiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of talks since a fault.
 *
 * @param byState of all methods together
 * @param byMethod of what had its handshake behind it, IPv4 and IPv6 apart
 * @param reasons how often what was broken was so for which reason
 * @param stallsMs each steady TCP connection's longest gap between answers
 * @param takeoverMs from the fault until the last of the flows that fell silent with it was
 *     answered again, by a datagram every 10 ms; NaN where some have no answer yet
 * @param lost datagrams that were not answered
 */
public record Survivors(
        Map<State, Count> byState,
        Map<String, Method> byMethod,
        Map<String, Integer> reasons,
        Stalls stallsMs,
        double takeoverMs,
        long lost) {
    private static final double NS_PER_MS = 1e6;

    /** Who falls silent later does so for another reason than the fault. */
    private static final long SOON_NS = 200_000_000;

    public Survivors {
        byState = Map.copyOf(byState);
        reasons = Map.copyOf(reasons);
    }

    /** How many of how many are broken. */
    public record Count(int broken, int all) {
        static final Count NONE = new Count(0, 0);

        Count and(boolean isBroken) {
            return new Count(broken + (isBroken ? 1 : 0), all + 1);
        }

        Count plus(Count other) {
            return new Count(broken + other.broken, all + other.all);
        }
    }

    /** The 99th percentile and the longest. */
    public record Stalls(double p99, double most) {
        static Stalls of(List<Long> gapsNs) {
            if (gapsNs.isEmpty()) {
                return new Stalls(Double.NaN, Double.NaN);
            }
            var all = Percentiles.of(gapsNs);
            return new Stalls(all.at(99) / NS_PER_MS, all.at(100) / NS_PER_MS);
        }
    }

    /** One forwarding method's. */
    public record Method(Count established, Count datagrams, Stalls stallsMs) {}

    /**
     * Counts.
     *
     * @param struckNs when the fault was there for certain, which takes a moment
     */
    static Survivors of(Collection<Talk> talks, long faultNs, long struckNs, long nowNs) {
        var byState = new EnumMap<State, Count>(State.class);
        var reasons = new TreeMap<String, Integer>();
        var methods = new LinkedHashMap<String, List<Talk>>();
        for (Talk talk : talks) {
            State state = State.of(talk, faultNs, struckNs);
            byState.merge(state, Count.NONE.and(talk.isBroken()), Count::plus);
            if (talk.isBroken()) {
                reasons.merge(state.words() + ": " + talk.why(), 1, Integer::sum);
            }
            methods.computeIfAbsent(talk.door.name(), _ -> new ArrayList<>()).add(talk);
        }
        var byMethod = new LinkedHashMap<String, Method>();
        methods.forEach((name, own) -> byMethod.put(name, method(own, nowNs)));
        return new Survivors(
                byState,
                byMethod,
                reasons,
                stalls(talks, nowNs),
                takeoverMs(talks, faultNs, nowNs),
                talks.stream().filter(talk -> talk.kind.isDatagrams()).mapToLong(Talk::lost).sum());
    }

    private static Method method(List<Talk> own, long nowNs) {
        Count established = Count.NONE;
        Count datagrams = Count.NONE;
        for (Talk talk : own) {
            if (talk.kind.isDatagrams()) {
                datagrams = datagrams.and(talk.isBroken());
            } else if (talk.kind.isSteady() || talk.kind == Kind.IDLE) {
                established = established.and(talk.isBroken());
            }
        }
        return new Method(established, datagrams, stalls(own, nowNs));
    }

    /** With idle connections, that others hold. */
    Survivors with(Fates idle) {
        var states = new EnumMap<State, Count>(State.class);
        states.putAll(byState);
        states.merge(State.IDLE, idle.count(), Count::plus);
        var methods = new LinkedHashMap<>(byMethod);
        idle.byMethod()
                .forEach((name, count) ->
                        methods.computeIfPresent(
                                name,
                                (_, own) ->
                                        new Method(
                                                own.established.plus(count),
                                                own.datagrams,
                                                own.stallsMs)));
        var why = new TreeMap<>(reasons);
        idle.reasons().forEach((reason, times) -> why.merge(reason, times, Integer::sum));
        return new Survivors(states, methods, why, stallsMs, takeoverMs, lost);
    }

    /** Of TCP connections that live; what is broken is counted as that. */
    private static Stalls stalls(Collection<Talk> talks, long nowNs) {
        return Stalls.of(
                talks.stream()
                        .filter(talk -> talk.kind.isSteady() && !talk.kind.isDatagrams())
                        .filter(talk -> !talk.isBroken())
                        .map(talk -> talk.gapNs(nowNs))
                        .toList());
    }

    private static double takeoverMs(Collection<Talk> talks, long faultNs, long nowNs) {
        long longestNs = 0;
        for (Talk talk : talks) {
            if (talk.kind == Kind.BEAT) {
                long silentNs = talk.silentNs(faultNs, faultNs + SOON_NS, nowNs);
                if (silentNs < 0) {
                    return Double.NaN;
                }
                longestNs = Math.max(longestNs, silentNs);
            }
        }
        return longestNs / NS_PER_MS;
    }

    /** How many broke of which nothing should. */
    public int broken() {
        return byState.entrySet().stream()
                .filter(one -> !one.getKey().mayBreak())
                .mapToInt(one -> one.getValue().broken)
                .sum();
    }

    /** How many of a state. */
    public Count count(State state) {
        return byState.getOrDefault(state, Count.NONE);
    }
}
