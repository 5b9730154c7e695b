package dev.sluice.model.check;

import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import java.util.HashSet;
import java.util.Set;

/** Names are unique per account and kind, and there is at most one cluster. */
final class NameChecks {
    private final Findings findings;

    NameChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        for (Kind kind : Kind.values()) {
            Set<String> taken = new HashSet<>();
            for (Resource resource : findings.all(Resource.class, kind)) {
                if (!taken.add(resource.account() + "/" + resource.name())) {
                    findings.error(
                            resource,
                            "name",
                            ProblemCodes.DUPLICATE_NAME,
                            "another "
                                    + kind.singular()
                                    + " is already named '"
                                    + resource.name()
                                    + "'; give each a name of its own");
                }
            }
        }
        findings.all(Resource.class, Kind.CLUSTER).stream()
                .skip(1)
                .forEach(cluster ->
                        findings.error(
                                cluster,
                                "",
                                ProblemCodes.DUPLICATE,
                                "there can be only one cluster; change the one there is"));
    }
}
