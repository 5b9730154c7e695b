package dev.sluice.linux.space;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's variables (proc(5), /proc/sys). Those under net are of the calling thread's network
 * namespace.
 */
public final class Sysctl {
    private static final Path FOLDER = Path.of("/proc/sys");

    private Sysctl() {}

    /**
     * Sets a variable.
     *
     * @param key with slashes, for interfaces' names may hold dots: {@code
     *     net/ipv4/conf/all/rp_filter}
     */
    public static void write(String key, String value) {
        try {
            Files.writeString(FOLDER.resolve(key), value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + key + " to " + value, e);
        }
    }

    public static String read(String key) {
        try {
            return Files.readString(FOLDER.resolve(key)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + key, e);
        }
    }
}
