package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.check.Problem;
import java.util.List;

/**
 * A wish that can be granted.
 *
 * @param catalog all there will be
 * @param warnings worth saying, not in the way
 * @param keys private keys to be on disk before the commit
 */
public record Plan(
        List<Step> steps, Catalog catalog, List<Problem> warnings, List<PrivateKeyFile> keys)
        implements Decision {
    public Plan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
        keys = List.copyOf(keys);
    }

    /** Whether it changes anything. */
    public boolean isEmpty() {
        return steps.stream().allMatch(step -> step.action() == Step.Action.KEEP);
    }

    /** The steps of one kind, in order. */
    public List<Step> steps(Step.Action action) {
        return steps.stream().filter(step -> step.action() == action).toList();
    }
}
