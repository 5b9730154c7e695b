package dev.sluice.node.wire;

import java.io.IOException;

/** A text of the node stream that is not what it should be. */
public final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    public Unreadable(String message) {
        super(message);
    }

    Unreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
