package dev.sluice.director.packet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a message of another machine is not taken: each protocol has its own reasons. */
public interface MessageRefusal {
    /** The constant's. */
    String name();

    /** What is wrong with it, for an operator. */
    String words();

    /**
     * What an operator does about it; null for what comes in the course of things, though all is
     * configured well.
     */
    @Nullable String remedy();

    /** As counters name it. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
