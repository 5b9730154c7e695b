package dev.sluice.control;

/**
 * The control plane cannot start. The message is one sentence: the thing, the reason, the remedy.
 */
public final class ControlStartException extends Exception {
    private static final long serialVersionUID = 1;

    ControlStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
