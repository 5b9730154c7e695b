package dev.sluice.model.check;

import dev.sluice.model.tree.Position;

/**
 * One mistake, or one thing worth knowing.
 *
 * @param code a stable word, such as {@code UnknownField}
 * @param at where it was written
 * @param field the path of the field, such as {@code loadBalancers[0].listeners[1].port}
 * @param message one sentence: what is wrong and what would be right
 */
public record Problem(Severity severity, String code, Position at, String field, String message) {
    /** Whether it stands in the way. */
    public enum Severity {
        /** Nothing is changed while there is one. */
        ERROR,
        /** Accepted; said aloud and shown as a condition. */
        WARNING
    }

    @Override
    public String toString() {
        return at + ": " + field + ": " + message;
    }
}
