package dev.sluice.control.change;

/** What became of a wish. */
public sealed interface Outcome {
    /**
     * It is granted and durable; or would be, if it was a dry run.
     *
     * @param revision the newest that it is part of
     */
    record Granted(Plan plan, long revision) implements Outcome {}

    /** It is not. */
    record Refused(Refusal refusal) implements Outcome {}

    /**
     * The store could not take it.
     *
     * @param message one sentence
     */
    record Unavailable(String message) implements Outcome {}
}
