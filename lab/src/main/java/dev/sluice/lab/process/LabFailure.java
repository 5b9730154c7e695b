package dev.sluice.lab.process;

/** Why a measurement cannot be made or does not count, in a sentence for whoever runs it. */
public final class LabFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public LabFailure(String message) {
        super(message);
    }

    public LabFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
