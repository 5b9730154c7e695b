package dev.sluice.lab.packets;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A limit of the kernel's for the whole machine, raised while something is measured.
 *
 * @param before what is put back
 */
record KernelLimit(Path file, String before) implements AutoCloseable {
    /**
     * @param name below /proc/sys
     */
    static KernelLimit raise(String name, long value) throws LabFailure {
        Path file = Path.of("/proc/sys", name);
        try {
            String before = Files.readString(file).strip();
            if (Long.parseLong(before) < value) {
                Files.writeString(file, Long.toString(value));
            }
            return new KernelLimit(file, before);
        } catch (IOException e) {
            throw new LabFailure("cannot raise " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.writeString(file, before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
