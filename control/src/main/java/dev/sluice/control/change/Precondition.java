package dev.sluice.control.change;

import dev.sluice.model.Stored;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a caller believes of a resource, and would rather be refused than be wrong about. */
public sealed interface Precondition {
    /** Nothing. */
    record None() implements Precondition {}

    /** That it is there. */
    record Exists() implements Precondition {}

    /** That it is not there. */
    record Absent() implements Precondition {}

    /** That it is at this revision. */
    record AtRevision(long revision) implements Precondition {}

    /** A refusal if the belief is wrong. */
    default Optional<Refusal> check(@Nullable Stored found) {
        return switch (this) {
            case None _ -> Optional.empty();
            case Exists _ -> found == null ? mismatch("it does not exist") : Optional.empty();
            case Absent _ ->
                    found == null
                            ? Optional.empty()
                            : Optional.of(
                                    new Refusal(
                                            Refusal.Reason.EXISTS,
                                            "it exists already, as " + found.id(),
                                            List.of()));
            case AtRevision wanted -> {
                if (found == null) {
                    yield mismatch("it does not exist");
                }
                yield found.revision() == wanted.revision()
                        ? Optional.empty()
                        : mismatch(
                                "it is at revision "
                                        + found.revision()
                                        + ", not "
                                        + wanted.revision()
                                        + "; read it again and decide anew");
            }
        };
    }

    private static Optional<Refusal> mismatch(String message) {
        return Optional.of(new Refusal(Refusal.Reason.REVISION_MISMATCH, message, List.of()));
    }
}
