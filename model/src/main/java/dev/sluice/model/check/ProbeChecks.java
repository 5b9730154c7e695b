package dev.sluice.model.check;

import dev.sluice.model.CheckType;
import dev.sluice.model.HealthCheck;
import dev.sluice.model.Resource;
import org.jspecify.annotations.Nullable;

/** Health checks, wherever they stand. */
final class ProbeChecks {
    private final Findings findings;

    ProbeChecks(Findings findings) {
        this.findings = findings;
    }

    void check(Resource owner, @Nullable HealthCheck check) {
        if (check == null) {
            return;
        }
        if ((check.request() == null) != (check.expect() == null)) {
            String missing = check.request() == null ? "request" : "expect";
            findings.error(
                    owner,
                    "healthCheck",
                    ProblemCodes.MISSING_FIELD,
                    "lacks `" + missing + "`; give both `request` and `expect`, or neither");
        } else if (check.request() != null && check.type() != CheckType.UDP) {
            findings.warn(
                    owner,
                    "healthCheck.request",
                    ProblemCodes.NO_EFFECT,
                    "is only sent by checks of type udp");
        }
    }
}
