package dev.sluice.model.check;

import dev.sluice.model.Cluster;
import dev.sluice.model.Director;
import dev.sluice.model.Kind;
import dev.sluice.model.node.DirectorConfig;
import java.util.HashMap;

/** Directors that can tell each other apart, and what they share kept from strangers. */
final class ClusterChecks {
    private final Findings findings;

    ClusterChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        var named = new HashMap<Integer, Director>();
        for (Director director : findings.all(Director.class, Kind.DIRECTOR)) {
            int number = number(director);
            Director first = named.putIfAbsent(number, director);
            if (first != null) {
                findings.error(
                        director,
                        "number",
                        ProblemCodes.CONFLICT,
                        "is %d%s, which director '%s' has, too; set `number` to another from 1 to %d"
                                .formatted(
                                        number,
                                        director.number() == null ? ", made of the name" : "",
                                        first.name(),
                                        DirectorConfig.NUMBER_MAX));
            }
        }
        for (Cluster cluster : findings.all(Cluster.class, Kind.CLUSTER)) {
            Cluster.Sync sync = cluster.sync();
            if (findings.hasDirectors() && sync != null && sync.secretFile() == null) {
                findings.warn(
                        cluster,
                        "sync.secretFile",
                        ProblemCodes.QUESTIONABLE,
                        "is missing: whoever reaches the network of the directors can make and end sessions");
            }
            if (sync != null) {
                new IpvsChecks(findings, cluster).run(sync.ipvs());
            }
        }
    }

    private static int number(Director director) {
        Integer written = director.number();
        return written == null ? DirectorConfig.numberOf(director.name()) : written;
    }
}
