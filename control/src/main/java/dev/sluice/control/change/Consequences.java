package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.check.Draft;
import dev.sluice.model.check.Finding;
import dev.sluice.model.check.Installed;
import dev.sluice.model.check.Problem;
import dev.sluice.model.check.Validator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Works out the catalog that some steps lead to, and what is wrong with it. */
final class Consequences {
    private Consequences() {}

    /**
     * Decides.
     *
     * @param installed where it would be served
     * @param written the drafts behind the steps, for places in messages
     * @param problems what was found before: errors refuse, warnings are passed on
     * @param keys to be on disk before the commit
     */
    static Decision of(
            Catalog before,
            long revision,
            Installed installed,
            List<Step> steps,
            IdentityHashMap<Resource, Draft> written,
            List<Problem> problems,
            List<PrivateKeyFile> keys) {
        var all = new ArrayList<>(problems);
        Catalog after = after(before, revision, steps);
        List<Finding> findings = Validator.findings(after, written::get, installed);
        Set<Resource> touched = touched(steps);
        Set<String> known = knownErrors(before, installed, findings, touched);
        for (Finding finding : findings) {
            Problem problem = finding.problem();
            boolean error = problem.severity() == Problem.Severity.ERROR;
            boolean tell =
                    error ? !known.contains(claim(finding)) : touched.contains(finding.resource());
            if (tell) {
                all.add(problem);
            }
        }
        if (isRefused(all)) {
            keys.forEach(key -> key.pem().erase());
            return Refusal.invalid(all);
        }
        return new Plan(steps, after, all, keys);
    }

    private static boolean isRefused(List<Problem> problems) {
        return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    }

    /**
     * Errors that were there before and have nothing to do with the steps: a later version may
     * judge stored resources more strictly, and that must not stop every change.
     */
    private static Set<String> knownErrors(
            Catalog before, Installed installed, List<Finding> findings, Set<Resource> touched) {
        boolean elsewhere =
                findings.stream()
                        .filter(f -> f.problem().severity() == Problem.Severity.ERROR)
                        .anyMatch(f -> !touched.contains(f.resource()));
        if (!elsewhere) {
            return Set.of();
        }
        return Validator.findings(before, _ -> null, installed).stream()
                .filter(finding -> !touched.contains(finding.resource()))
                .map(Consequences::claim)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String claim(Finding finding) {
        Problem problem = finding.problem();
        return problem.code() + " " + problem.field() + " " + problem.message();
    }

    private static Set<Resource> touched(List<Step> steps) {
        var touched = new HashSet<Resource>();
        steps.forEach(step -> touched.add(step.resource().resource()));
        return touched;
    }

    private static Catalog after(Catalog before, long revision, List<Step> steps) {
        Map<String, Stored> byId = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            before.all(kind).forEach(stored -> byId.put(stored.id(), stored));
        }
        for (Step step : steps) {
            if (step.before() != null) {
                byId.remove(step.before().id());
            }
        }
        for (Step step : steps) {
            if (step.after() != null) {
                byId.put(step.after().id(), step.after());
            }
        }
        return new Catalog(revision, byId.values());
    }

    /** The drafts by the resource they hold, each by itself even where two are equal. */
    static IdentityHashMap<Resource, Draft> places(List<Draft> drafts) {
        var places = new IdentityHashMap<Resource, Draft>();
        drafts.forEach(draft -> places.put(draft.resource(), draft));
        return places;
    }
}
