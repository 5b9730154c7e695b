package dev.sluice.director.sync.run;

import dev.sluice.director.sync.ipvs.GatewayCounts.Count;
import dev.sluice.director.sync.ipvs.Refusal;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What an operator sees of the gateways to LVS directors. Written by the thread that shares
 * sessions.
 */
final class LvsFigures {
    private final CounterRow row;
    private final Map<Refusal, CounterRow> refusals = new EnumMap<>(Refusal.class);
    private final Map<Counter, Long> counted = new EnumMap<>(Counter.class);
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);

    LvsFigures(Measure measure) {
        this.row = measure.row(Scope.PROCESS);
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, measure.row(Scope.IPVS_REFUSAL, refusal.label()));
        }
    }

    /** Other links begin, which have counted nothing yet. */
    void begin() {
        counted.clear();
        refused.clear();
    }

    /** Shows how it stands now. */
    void publish(List<LvsLink> links) {
        for (Count count : Count.values()) {
            add(counter(count), sum(links, link -> link.counts().of(count)));
        }
        add(Counter.IPVS_NOT_SENT, sum(links, LvsLink::notSent));
        refusals.forEach((refusal, its) -> {
            long now = sum(links, link -> link.counts().of(refusal));
            its.add(Counter.IPVS_REFUSED, now - refused.getOrDefault(refusal, 0L));
            refused.put(refusal, now);
        });
    }

    private static Counter counter(Count count) {
        return switch (count) {
            case MESSAGES_SENT -> Counter.IPVS_MESSAGES_SENT;
            case MESSAGES_TAKEN -> Counter.IPVS_MESSAGES_TAKEN;
            case SESSIONS_SENT -> Counter.IPVS_SESSIONS_SENT;
            case SESSIONS_TAKEN -> Counter.IPVS_SESSIONS_TAKEN;
            case TEMPLATES_SENT -> Counter.IPVS_TEMPLATES_SENT;
            case TEMPLATES_TAKEN -> Counter.IPVS_TEMPLATES_TAKEN;
            case LEFT_OUT_FULLNAT -> Counter.IPVS_LEFT_OUT_FULLNAT;
            case LEFT_OUT_OTHERS -> Counter.IPVS_LEFT_OUT_OTHERS;
        };
    }

    private static long sum(List<LvsLink> links, ToLongFunction<LvsLink> of) {
        return links.stream().mapToLong(of).sum();
    }

    private void add(Counter counter, long now) {
        row.add(counter, now - counted.getOrDefault(counter, 0L));
        counted.put(counter, now);
    }
}
