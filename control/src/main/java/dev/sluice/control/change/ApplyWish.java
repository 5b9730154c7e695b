package dev.sluice.control.change;

import dev.sluice.control.document.TreeParser;
import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.check.ConfigFile;
import dev.sluice.model.check.Draft;
import dev.sluice.model.check.Installed;
import dev.sluice.model.check.Problem;
import dev.sluice.model.check.ProblemCodes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that files have created shall be as these drafts say: what is missing is made, what
 * differs replaced, what is no longer mentioned removed. What the API has created is left alone,
 * and refuses its name.
 */
public final class ApplyWish implements Wish {
    private final List<Draft> drafts;
    private final CertificateIntake intake;
    private final List<Problem> problems;
    private final Ids ids;

    /**
     * Reads a file.
     *
     * @param source the file's name as the user gave it
     * @param yaml its text
     * @param files where certificates and keys are that it names
     */
    public static ApplyWish of(
            String source, String yaml, CertificateFiles files, Ids ids, Instant now) {
        var problems = new ArrayList<Problem>();
        var intake = new CertificateIntake(files, now, problems);
        var drafts = new ArrayList<Draft>();
        TreeParser.yaml(source, yaml, problems)
                .map(ConfigFile::of)
                .ifPresent(file -> {
                    problems.addAll(file.problems());
                    file.drafts().forEach(draft -> drafts.add(intake.take(draft)));
                });
        return new ApplyWish(drafts, intake, problems, ids);
    }

    private ApplyWish(
            List<Draft> drafts, CertificateIntake intake, List<Problem> problems, Ids ids) {
        this.drafts = List.copyOf(drafts);
        this.intake = intake;
        this.problems = problems;
        this.ids = ids;
    }

    @Override
    public Decision decide(Catalog catalog, long revision, Installed installed) {
        return new Deciding(catalog, revision, installed).decide();
    }

    /** One decision. */
    private final class Deciding {
        private final Catalog before;
        private final long revision;
        private final Installed installed;
        private final List<Problem> found = new ArrayList<>(problems);
        private final List<Step> steps = new ArrayList<>();
        private final List<Draft> placed = new ArrayList<>();
        private final Set<String> mentioned = new HashSet<>();

        Deciding(Catalog before, long revision, Installed installed) {
            this.before = before;
            this.revision = revision;
            this.installed = installed;
        }

        Decision decide() {
            drafts.forEach(this::step);
            for (Kind kind : Kind.values()) {
                before.all(kind).stream()
                        .filter(stored -> stored.owner().equals(Stored.BY_APPLY))
                        .filter(stored -> !mentioned.contains(stored.id()))
                        .forEach(stored -> steps.add(Step.remove(stored)));
            }
            var places = Consequences.places(placed);
            return Consequences.of(
                    before, revision, installed, steps, places, found, intake.keys());
        }

        private void step(Draft draft) {
            Resource wished = intake.settled(draft.resource(), before);
            Stored former =
                    Named.find(before, wished.kind(), wished.account(), wished.name()).orElse(null);
            if (former != null && !former.owner().equals(Stored.BY_APPLY)) {
                refuseName(draft, former);
                return;
            }
            if (former == null || !mentioned.add(former.id())) {
                put(draft, Step.create(stored(ids.next(wished.kind()), wished)));
            } else if (former.resource().equals(wished)) {
                put(draft, Step.keep(former));
            } else if (Immutable.changed(before, former.resource(), wished).isEmpty()) {
                put(draft, Step.replace(former, stored(former.id(), wished)));
            } else {
                steps.add(Step.remove(former));
                put(draft, Step.create(stored(ids.next(wished.kind()), wished)));
            }
        }

        private void put(Draft draft, Step step) {
            steps.add(step);
            placed.add(new Draft(step.resource().resource(), draft.path(), draft.positions()));
        }

        private Stored stored(String id, Resource resource) {
            return new Stored(id, revision, Stored.BY_APPLY, resource);
        }

        private void refuseName(Draft draft, Stored former) {
            found.add(
                    new Problem(
                            Problem.Severity.ERROR,
                            ProblemCodes.CONFLICT,
                            draft.at("name"),
                            draft.pathOf("name"),
                            "'"
                                    + former.resource().name()
                                    + "' was created through the API ("
                                    + former.id()
                                    + "); delete it there, or use another name here"));
        }
    }
}
