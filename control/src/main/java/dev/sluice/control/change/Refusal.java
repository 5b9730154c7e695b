package dev.sluice.control.change;

import dev.sluice.model.check.Problem;
import java.util.List;

/**
 * A wish that is not granted; nothing has changed.
 *
 * @param message one sentence
 * @param problems each mistake with its place, errors and warnings; may be empty
 */
public record Refusal(Reason reason, String message, List<Problem> problems) implements Decision {
    /** Why, for a program. */
    public enum Reason {
        /** What is wished for is not valid. */
        INVALID,
        /** There is no such resource. */
        NOT_FOUND,
        /** It is there already, and was to be made. */
        EXISTS,
        /** It is no longer at the revision that the caller has seen. */
        REVISION_MISMATCH,
        /** Others still refer to it. */
        REFERENCED
    }

    public Refusal {
        problems = List.copyOf(problems);
    }

    static Refusal invalid(List<Problem> problems) {
        long errors = problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).count();
        return new Refusal(
                Reason.INVALID,
                errors == 1
                        ? "there is one mistake; nothing was changed"
                        : "there are " + errors + " mistakes; nothing was changed",
                problems);
    }
}
