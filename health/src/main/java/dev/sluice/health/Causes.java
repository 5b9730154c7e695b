package dev.sluice.health;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Failures in the few words that status, log and API show. */
final class Causes {
    private static final int LENGTH_MAX = 120;

    private Causes() {}

    static String of(IOException e) {
        return switch (e) {
            case PortUnreachableException _ -> "port unreachable";
            case UnknownHostException _ -> "name does not resolve";
            case SSLException _ -> "TLS handshake failed: " + words(e);
            default -> words(e);
        };
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            return e.getClass().getSimpleName();
        }
        String clean = message.replaceAll("[^ -~]+", " ").strip();
        String shortened = clean.substring(0, Math.min(clean.length(), LENGTH_MAX));
        return shortened.substring(0, 1).toLowerCase(Locale.ROOT) + shortened.substring(1);
    }

    /** A duration as users write it: {@code 5s}, {@code 250ms}. */
    static String duration(Duration duration) {
        long durationMs = duration.toMillis();
        return durationMs % 1000 == 0 ? durationMs / 1000 + "s" : durationMs + "ms";
    }
}
