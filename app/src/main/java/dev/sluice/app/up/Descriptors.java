package dev.sluice.app.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many files this process may have open. The JVM has already raised the soft limit to the hard
 * one. A quarter is kept for connections to servers, which are shared by clients and few beside
 * them: most clients of a keep-alive listener are idle.
 */
public final class Descriptors {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";
    private static final long ENOUGH = 16_384;
    private static final int FOR_THE_PROCESS = 256;

    private Descriptors() {}

    /** What to tell the user about a limit that is too low; empty if it will do or is unknown. */
    public static Optional<String> warning() {
        return warning(lines());
    }

    /** The same, from the lines of {@code /proc/self/limits}. */
    static Optional<String> warning(List<String> limits) {
        OptionalLong limit = limit(limits);
        return limit.isPresent() && limit.getAsLong() < ENOUGH
                ? Optional.of(words(limit.getAsLong()))
                : Optional.empty();
    }

    /** How many clients the limit is enough for. */
    public static int clientsAtMost() {
        return clients(limit(lines()).orElse(Integer.MAX_VALUE));
    }

    private static OptionalLong limit(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.substring(ROW.length()).strip().split("\\s+", -1)[0])
                .filter(word -> word.chars().allMatch(Character::isDigit))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(LIMITS);
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    private static int clients(long limit) {
        return Math.clamp((limit - FOR_THE_PROCESS) / 4 * 3, 1, Integer.MAX_VALUE);
    }

    private static String words(long limit) {
        return "this process may open %d files, which is enough for about %d clients at once; for more, raise the limit before the start: ulimit -n 65536"
                .formatted(limit, clients(limit));
    }
}
