package dev.sluice.app;

/**
 * A command could not do what it was asked. The message is what the user reads: one clear sentence
 * for each mistake, a line each, naming the thing, the reason and the remedy. The process then ends
 * with status 1.
 */
public final class CommandFailed extends RuntimeException {
    public CommandFailed(String sentences) {
        super(sentences);
    }

    public CommandFailed(String sentences, Throwable cause) {
        super(sentences, cause);
    }
}
