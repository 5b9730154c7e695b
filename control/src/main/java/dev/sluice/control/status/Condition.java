package dev.sluice.control.status;

import java.time.Instant;

/**
 * One thing that is or is not so about a resource.
 *
 * @param type {@code Accepted}, {@code ResolvedRefs} or {@code Programmed}
 * @param reason a stable word
 * @param message a sentence; empty where there is nothing to add
 * @param observedRevision the revision that was looked at
 * @param since when the status last changed, as far as this process saw
 */
public record Condition(
        String type,
        Status status,
        String reason,
        String message,
        long observedRevision,
        Instant since) {
    /** Whether it is so. */
    public enum Status {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
