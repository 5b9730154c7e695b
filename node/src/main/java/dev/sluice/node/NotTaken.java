package dev.sluice.node;

import java.io.IOException;

/** Control has answered, and does not let this node do what it asked. The message says why. */
final class NotTaken extends IOException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * A refusal.
     *
     * @param reason control's word for it
     */
    NotTaken(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
