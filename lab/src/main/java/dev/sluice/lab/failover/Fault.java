package dev.sluice.lab.failover;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to the director that carries the traffic, or to the network between directors. */
public enum Fault {
    KILL("process killed −9", 0),
    MACHINE("machine killed", 0),
    PAUSE("stopped (SIGSTOP) for 5 s", 5),
    LINK("front cable out for 5 s", 5),
    FLAP("front cable out for 0.3 s", 1),
    LOSS("sync network loses 30 % for 10 s, then killed −9", 12),
    MUDDLE("sync network delays 20 ms, doubles and reorders; killed −9", 2),
    PARTITION("cut off from the sync network for 5 s, then killed −9", 6),
    OTHERS("all but one killed −9", 15),
    UPGRADE("rolling upgrade of all", 60),
    /** For long: nothing may change hands by itself. */
    SOAK("no fault", 0);

    private final String words;
    private final Duration time;

    Fault(String words, int seconds) {
        this.words = words;
        this.time = Duration.ofSeconds(seconds);
    }

    /** As a table says it. */
    public String words() {
        return words;
    }

    /** About how long it takes by itself. */
    Duration time() {
        return time;
    }

    /** As an argument names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fault of that name. */
    public static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst();
    }

    /** All names. */
    public static List<String> all() {
        return Arrays.stream(values()).map(Fault::word).toList();
    }
}
