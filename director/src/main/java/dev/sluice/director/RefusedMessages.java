package dev.sluice.director;

import dev.sluice.director.own.vrrp.Refusal;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterReport.CountReport;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of other machines that were refused and that would not come if all was configured well,
 * for operators: each reason is said once in the log, and shown for as long as the process lives.
 * What is refused in the course of things, such as what was heard before, is only counted.
 */
final class RefusedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedMessages.class);

    private static final String SYNC = "session sync";
    private static final String ONE_RELEASE = "upgrade directors one release at a time";

    private static final List<Kind> KINDS =
            List.of(
                    of(
                            dev.sluice.director.sync.Refusal.NOT_AUTHENTIC,
                            "give all directors of the cluster the same cluster.sync.secretFile, and keep others off their network"),
                    of(dev.sluice.director.sync.Refusal.UNKNOWN_VERSION, ONE_RELEASE),
                    of(
                            dev.sluice.director.sync.Refusal.OWN_NUMBER,
                            "give each director another `number`"),
                    of(
                            dev.sluice.director.sync.Refusal.TOO_MANY_PEERS,
                            "make several clusters of so many directors"),
                    of(Refusal.VERSION, "have all of them speak version 3, or 2"),
                    of(Refusal.OTHER_VERSION, "give both the same `version`"),
                    of(Refusal.AUTHENTICATION, "take `authentication` out at the other end"),
                    of(Refusal.CHECKSUM, "look for who changes packets on their way"),
                    of(Refusal.INTERVAL, "give both the same `interval`"),
                    of(
                            dev.sluice.director.sync.ipvs.Refusal.OTHER_SYNC_ID,
                            "give cluster.sync.ipvs the `syncId` of keepalived, or another `port` to each group"),
                    of(
                            dev.sluice.director.sync.ipvs.Refusal.ENTRY_VERSION,
                            "set net.ipv4.vs.sync_version=1 at LVS"),
                    of(
                            dev.sluice.director.sync.ipvs.Refusal.UNKNOWN_SERVICE,
                            "add the listeners that LVS has and that are missing here"),
                    of(
                            dev.sluice.director.sync.ipvs.Refusal.UNKNOWN_SERVER,
                            "add the servers that LVS has and that are missing here"),
                    of(
                            dev.sluice.director.sync.ipvs.Refusal.METHOD,
                            "give load balancers the `forwarding` that LVS has"));

    private final Measure measure;
    private final Set<Kind> said = new HashSet<>();

    private record Kind(
            Counter counter, String protocol, String label, String why, String remedy) {}

    RefusedMessages(Measure measure) {
        this.measure = measure;
    }

    private static Kind of(dev.sluice.director.sync.Refusal refusal, String remedy) {
        String label = refusal.name().toLowerCase(Locale.ROOT);
        return new Kind(Counter.SYNC_REFUSED, SYNC, label, refusal.words(), remedy);
    }

    private static Kind of(Refusal refusal, String remedy) {
        return new Kind(Counter.VRRP_REFUSED, "VRRP", refusal.label(), refusal.why(), remedy);
    }

    private static Kind of(dev.sluice.director.sync.ipvs.Refusal refusal, String remedy) {
        return new Kind(Counter.IPVS_REFUSED, "LVS", refusal.label(), refusal.words(), remedy);
    }

    private long count(Kind kind) {
        return measure.total(kind.counter, kind.label);
    }

    /** How many there were so far, by the reason in words. */
    List<CountReport> counts() {
        return KINDS.stream()
                .filter(kind -> count(kind) > 0)
                .map(kind -> new CountReport(kind.protocol + ": " + kind.why, count(kind)))
                .toList();
    }

    /** Says in the log what was not said yet. */
    synchronized void say() {
        for (Kind kind : KINDS) {
            if (count(kind) > 0 && said.add(kind)) {
                LOG.warn(
                        "messages of {} are refused and counted (reason {}): {}; {}",
                        kind.protocol,
                        kind.label,
                        kind.why,
                        kind.remedy);
            }
        }
    }
}
