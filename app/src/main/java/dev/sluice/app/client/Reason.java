package dev.sluice.app.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What the system said, in words for a sentence in brackets. */
public final class Reason {
    private Reason() {}

    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "not allowed";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            default -> {
                String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }
}
