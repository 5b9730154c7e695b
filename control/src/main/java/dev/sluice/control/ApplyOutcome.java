package dev.sluice.control;

import dev.sluice.control.change.Outcome;
import dev.sluice.control.change.Plan;
import dev.sluice.control.change.Step;
import dev.sluice.model.Kind;
import dev.sluice.model.check.Problem;
import java.util.List;

/**
 * What became of a file.
 *
 * @param applied whether it was taken, or would be if this was a dry run; otherwise nothing changed
 * @param revision the store's newest that the file is part of; 0 when not applied
 * @param message one sentence why it was not applied; empty when it was
 * @param unchanged how many resources were already as the file says
 * @param problems the mistakes, or the warnings of a file that was applied
 */
public record ApplyOutcome(
        boolean applied,
        long revision,
        String message,
        List<Entry> created,
        List<Entry> changed,
        List<Entry> removed,
        int unchanged,
        List<Problem> problems) {

    /** A resource that the file touches. */
    public record Entry(Kind kind, String name, String id) {
        static Entry of(Step step) {
            var stored = step.resource();
            return new Entry(stored.kind(), stored.resource().name(), stored.id());
        }
    }

    static ApplyOutcome of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted granted -> granted(granted.plan(), granted.revision());
            case Outcome.Refused refused ->
                    refused(refused.refusal().message(), refused.refusal().problems());
            case Outcome.Unavailable unavailable -> refused(unavailable.message(), List.of());
        };
    }

    private static ApplyOutcome granted(Plan plan, long revision) {
        return new ApplyOutcome(
                true,
                revision,
                "",
                entries(plan, Step.Action.CREATE),
                entries(plan, Step.Action.REPLACE),
                entries(plan, Step.Action.REMOVE),
                plan.steps(Step.Action.KEEP).size(),
                plan.warnings());
    }

    private static ApplyOutcome refused(String message, List<Problem> problems) {
        return new ApplyOutcome(false, 0, message, List.of(), List.of(), List.of(), 0, problems);
    }

    private static List<Entry> entries(Plan plan, Step.Action action) {
        return plan.steps(action).stream().map(Entry::of).toList();
    }
}
