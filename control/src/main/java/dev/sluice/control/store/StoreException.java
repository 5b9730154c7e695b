package dev.sluice.control.store;

import org.jspecify.annotations.Nullable;

/** The store is out of order. Its message is one sentence: the thing, the reason, the remedy. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
