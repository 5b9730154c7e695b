package dev.sluice.director.inspect;

/** A request that makes no sense, or cannot be served now, in a sentence. */
public final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    public NotUnderstood(String sentence) {
        super(sentence);
    }
}
