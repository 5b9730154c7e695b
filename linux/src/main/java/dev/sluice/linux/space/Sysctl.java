package dev.sluice.linux.space;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's variables (proc(5), /proc/sys). Those under net are of the calling thread's network
 * namespace.
 */
public final class Sysctl {
    private static final Path FOLDER = Path.of("/proc/sys");
    private static final int VALUE_BYTES = 4096;

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

    /** What a variable is set to. */
    public static String read(String key) {
        // In one read: a number read byte by byte ends after its first digit, and readString()
        // begins with one byte where the size of a file is not known.
        try (InputStream file = Files.newInputStream(FOLDER.resolve(key))) {
            byte[] value = new byte[VALUE_BYTES];
            int length = file.read(value);
            return new String(value, 0, Math.max(0, length), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + key, e);
        }
    }
}
