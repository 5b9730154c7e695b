package dev.sluice.control.status;

import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.NodeReport.ListenerReport;
import dev.sluice.model.node.NodeReport.ServerReport;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Two reports of one node, some time apart.
 *
 * @param before the earlier; the same as {@code now} where there is only one
 */
record Sample(NodeReport before, NodeReport now) {
    /** Growth a second of a listener's total; 0 where there is nothing to compare. */
    double listenerRate(String listener, ToLongFunction<ListenerReport> total) {
        ListenerReport was = listeners(before).get(listener);
        ListenerReport is = listeners(now).get(listener);
        return was == null || is == null ? 0 : rate(total.applyAsLong(was), total.applyAsLong(is));
    }

    /** Requests a second of a server. */
    double serverRate(ServerReport is) {
        for (ServerReport was : before.servers()) {
            if (was.group().equals(is.group()) && was.endpoint().equals(is.endpoint())) {
                return rate(was.requests(), is.requests());
            }
        }
        return 0;
    }

    /** A total that went down began anew with its process. */
    private double rate(long was, long is) {
        long elapsedMs = now.takenAtMs() - before.takenAtMs();
        return elapsedMs <= 0 || is < was ? 0 : (is - was) * 1000.0 / elapsedMs;
    }

    private static Map<String, ListenerReport> listeners(NodeReport report) {
        return report.listeners().stream()
                .collect(
                        Collectors.toMap(
                                ListenerReport::listener, Function.identity(), (a, _) -> a));
    }
}
