package dev.sluice.director.backend;

import java.io.Serial;

/** What was wanted cannot be: a sentence that says why, and what would help. */
public final class NotAttachable extends Exception {
    @Serial private static final long serialVersionUID = 1;

    NotAttachable(String sentence) {
        super(sentence);
    }
}
