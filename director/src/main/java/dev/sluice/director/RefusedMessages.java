package dev.sluice.director;

import dev.sluice.director.packet.MessageRefusal;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.ClusterReport.CountReport;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of other machines that were refused and that would not come if all was configured well,
 * for operators: each reason is said once in the log, and shown for as long as the process lives.
 * What is refused in the course of things, such as what was heard before, is only counted.
 */
final class RefusedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedMessages.class);

    private static final List<Kind> KINDS =
            Stream.of(
                            kinds(
                                    "session sync",
                                    Counter.SYNC_REFUSED,
                                    dev.sluice.director.sync.Refusal.values()),
                            kinds(
                                    "VRRP",
                                    Counter.VRRP_REFUSED,
                                    dev.sluice.director.own.vrrp.Refusal.values()),
                            kinds(
                                    "LVS",
                                    Counter.IPVS_REFUSED,
                                    dev.sluice.director.sync.ipvs.Refusal.values()))
                    .flatMap(kinds -> kinds)
                    .toList();

    private final Measure measure;
    private final Set<Kind> said = new HashSet<>();

    private record Kind(String protocol, Counter counter, MessageRefusal refusal) {}

    RefusedMessages(Measure measure) {
        this.measure = measure;
    }

    private static Stream<Kind> kinds(String protocol, Counter counter, MessageRefusal[] refusals) {
        return Arrays.stream(refusals)
                .filter(refusal -> refusal.remedy() != null)
                .map(refusal -> new Kind(protocol, counter, refusal));
    }

    private long count(Kind kind) {
        return measure.total(kind.counter, kind.refusal.label());
    }

    /** How many there were so far, by the reason in words. */
    List<CountReport> counts() {
        return KINDS.stream()
                .filter(kind -> count(kind) > 0)
                .map(kind ->
                        new CountReport(kind.protocol + ": " + kind.refusal.words(), count(kind)))
                .toList();
    }

    /** Says in the log what was not said yet. */
    synchronized void say() {
        for (Kind kind : KINDS) {
            if (count(kind) > 0 && said.add(kind)) {
                LOG.warn(
                        "messages of {} are refused and counted (reason {}): {}; {}",
                        kind.protocol,
                        kind.refusal.label(),
                        kind.refusal.words(),
                        kind.refusal.remedy());
            }
        }
    }
}
