package dev.sluice.lab.failover;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to the director that carries the traffic, or to the network between directors. */
public enum Fault {
    KILL("process killed −9"),
    MACHINE("machine killed"),
    PAUSE("stopped (SIGSTOP) for 5 s"),
    LINK("front cable out for 5 s"),
    FLAP("front cable out for 0.3 s"),
    LOSS("sync network loses 30 % for 10 s, then killed −9"),
    MUDDLE("sync network delays 20 ms, doubles and reorders; killed −9"),
    PARTITION("cut off from the sync network for 5 s, then killed −9"),
    OTHERS("all but one killed −9"),
    UPGRADE("rolling upgrade of all");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** As a table says it. */
    public String words() {
        return words;
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
