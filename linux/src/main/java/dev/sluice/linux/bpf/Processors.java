package dev.sluice.linux.bpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many values a per-CPU map has. */
final class Processors {
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");
    private static final int COUNT = count();

    private Processors() {}

    /** Those that there may ever be, also unplugged ones. */
    static int possible() {
        return COUNT;
    }

    /** The file reads {@code 0-3} or {@code 0-1,4-5}: the last number counts. */
    private static int count() {
        try {
            String[] numbers = Files.readString(POSSIBLE).strip().split("[-,]");
            return Integer.parseInt(numbers[numbers.length - 1]) + 1;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + POSSIBLE, e);
        }
    }
}
