package dev.sluice.node;

import java.io.IOException;

/** Control did not answer. It may later. */
final class ControlUnreachable extends IOException {
    private static final long serialVersionUID = 1;

    ControlUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
