package dev.sluice.lab.failover;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of idle connections, such that it fits into a line.
 *
 * @param byMethod broken, and all; IPv4 and IPv6 apart
 * @param reasons how often which
 */
record Fates(Map<String, Survivors.Count> byMethod, Map<String, Integer> reasons) {
    static Fates of(Collection<Talk> talks) {
        var byMethod = new TreeMap<String, Survivors.Count>();
        var reasons = new TreeMap<String, Integer>();
        for (Talk talk : talks) {
            byMethod.merge(
                    talk.door.name(),
                    Survivors.Count.NONE.and(talk.isBroken()),
                    Survivors.Count::plus);
            if (talk.isBroken()) {
                reasons.merge(State.IDLE.words() + ": " + talk.why(), 1, Integer::sum);
            }
        }
        return new Fates(byMethod, reasons);
    }

    /** Fields end with tabs: method, broken, all; then, behind an empty one, reason, how often. */
    String text() {
        var text = new StringBuilder();
        byMethod.forEach((method, count) ->
                text.append(method + "\t" + count.broken() + "\t" + count.all() + "\t"));
        text.append('\t');
        reasons.forEach((reason, times) -> text.append(reason + "\t" + times + "\t"));
        return text.toString();
    }

    static Fates parse(String text) {
        String[] fields = text.split("\t", -1);
        var byMethod = new TreeMap<String, Survivors.Count>();
        int at = 0;
        for (; !fields[at].isEmpty(); at += 3) {
            var count =
                    new Survivors.Count(
                            Integer.parseInt(fields[at + 1]), Integer.parseInt(fields[at + 2]));
            byMethod.put(fields[at], count);
        }
        var reasons = new TreeMap<String, Integer>();
        for (at++; at + 1 < fields.length; at += 2) {
            reasons.put(fields[at], Integer.parseInt(fields[at + 1]));
        }
        return new Fates(byMethod, reasons);
    }

    /** Both together. */
    Fates plus(Fates other) {
        var byBoth = new TreeMap<>(byMethod);
        other.byMethod.forEach(
                (method, count) -> byBoth.merge(method, count, Survivors.Count::plus));
        var both = new TreeMap<>(reasons);
        other.reasons.forEach((reason, times) -> both.merge(reason, times, Integer::sum));
        return new Fates(byBoth, both);
    }

    /** All methods together. */
    Survivors.Count count() {
        return byMethod.values().stream().reduce(Survivors.Count.NONE, Survivors.Count::plus);
    }
}
