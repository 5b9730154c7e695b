package dev.sluice.model.check;

import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.Rule;
import dev.sluice.model.Stored;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rules: on listeners that look at requests, with something to match, and no two alike. */
final class RuleChecks {
    private final Findings findings;

    RuleChecks(Findings findings) {
        this.findings = findings;
    }

    /** What a rule takes: a missing path is the same as {@code /}. */
    private record Match(String listenerId, String domain, String path) {
        static Match of(Rule rule, Stored listener) {
            return new Match(
                    listener.id(),
                    rule.domain() == null ? "" : rule.domain(),
                    rule.path() == null ? "/" : rule.path());
        }
    }

    void run() {
        Map<Match, Rule> taken = new HashMap<>();
        for (Rule rule : findings.all(Rule.class, Kind.RULE)) {
            if (rule.domain() == null && rule.path() == null) {
                findings.error(
                        rule,
                        "",
                        ProblemCodes.MISSING_FIELD,
                        "needs a `domain`, a `path` or both; what no rule takes goes to the"
                                + " listener's own server group");
            }
            Optional<Stored> listener = findings.resolve(rule, Kind.LISTENER, rule.listener());
            if (listener.isPresent()) {
                fits(rule, (Listener) listener.get().resource());
                Rule other = taken.putIfAbsent(Match.of(rule, listener.get()), rule);
                if (other != null) {
                    conflict(rule, other);
                }
            }
        }
    }

    private void fits(Rule rule, Listener listener) {
        if (!listener.isHttp()) {
            findings.error(
                    rule,
                    "listener",
                    ProblemCodes.CONFLICT,
                    "listener '"
                            + listener.name()
                            + "' is neither http nor https and cannot have rules");
        } else if (listener.redirect() != null) {
            findings.warn(
                    rule,
                    "",
                    ProblemCodes.NO_EFFECT,
                    "listener '"
                            + listener.name()
                            + "' redirects every request, so that no rule is asked");
        }
    }

    private void conflict(Rule rule, Rule other) {
        findings.error(
                rule,
                rule.path() == null ? "domain" : "path",
                ProblemCodes.RULE_CONFLICT,
                "rule '"
                        + other.name()
                        + "' of this listener takes the same domain and path already; remove"
                        + " one of the two");
    }
}
