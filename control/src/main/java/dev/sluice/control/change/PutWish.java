package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.check.Draft;
import dev.sluice.model.check.Installed;
import dev.sluice.model.check.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One resource shall be as a request says: made, or replaced. */
public final class PutWish implements Wish {
    private final Target target;
    private final Precondition precondition;
    private final Body body;
    private final Ids ids;
    private final InstantSource clock;

    /** What the request asks for, given what there is. */
    @FunctionalInterface
    public interface Body {
        /**
         * Reads the request.
         *
         * @param former what is there; null if nothing is
         * @param problems receives what is wrong
         * @return null if it cannot be read
         */
        @Nullable Draft read(@Nullable Stored former, List<Problem> problems);
    }

    public PutWish(
            Target target, Precondition precondition, Body body, Ids ids, InstantSource clock) {
        this.target = target;
        this.precondition = precondition;
        this.body = body;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Decision decide(Catalog catalog, long revision, Installed installed) {
        Stored former = target.in(catalog).orElse(null);
        Refusal refusal = precondition.check(former).orElse(null);
        if (refusal != null) {
            return refusal;
        }
        var problems = new ArrayList<Problem>();
        Draft draft = body.read(former, problems);
        if (draft == null) {
            return problems.isEmpty() ? target.notFound() : Refusal.invalid(problems);
        }
        return decide(catalog, revision, installed, former, draft, problems);
    }

    private Decision decide(
            Catalog catalog,
            long revision,
            Installed installed,
            @Nullable Stored former,
            Draft given,
            List<Problem> problems) {
        var intake = new CertificateIntake(CertificateFiles.NONE, clock.instant(), problems);
        Draft taken = intake.take(given);
        Resource wished = intake.settled(taken.resource(), catalog);
        if (former != null) {
            refuseImmutable(catalog, former, wished, taken, problems);
        }
        Step step = step(former, wished, revision);
        Draft placed = new Draft(step.resource().resource(), taken.path(), taken.positions());
        return Consequences.of(
                catalog,
                revision,
                installed,
                List.of(step),
                Consequences.places(List.of(placed)),
                problems,
                intake.keys());
    }

    private Step step(@Nullable Stored former, Resource wished, long revision) {
        if (former == null) {
            String id = ids.next(wished.kind());
            return Step.create(new Stored(id, revision, Stored.BY_API, wished));
        }
        return former.resource().equals(wished)
                ? Step.keep(former)
                : Step.replace(former, new Stored(former.id(), revision, former.owner(), wished));
    }

    private static void refuseImmutable(
            Catalog catalog, Stored former, Resource wished, Draft draft, List<Problem> problems) {
        for (String field : Immutable.changed(catalog, former.resource(), wished)) {
            problems.add(
                    new Problem(
                            Problem.Severity.ERROR,
                            "Immutable",
                            draft.at(field),
                            draft.pathOf(field),
                            "cannot be changed; delete the "
                                    + former.kind().singular()
                                    + " and make it anew"));
        }
    }
}
