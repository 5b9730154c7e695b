package dev.sluice.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A folder for a measurement's files, deleted when closed. */
public record Scratch(Path folder) implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 12_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    public static Scratch create() throws LabFailure {
        try {
            return new Scratch(Files.createTempDirectory("sluice-lab-"));
        } catch (IOException e) {
            throw new LabFailure("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    /** One whose files are in memory, where there is a file system for it. */
    public static Scratch inMemory() throws LabFailure {
        Path shared = Path.of("/dev/shm");
        try {
            return Files.isWritable(shared)
                    ? new Scratch(Files.createTempDirectory(shared, "sluice-lab-"))
                    : create();
        } catch (IOException e) {
            throw new LabFailure("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    /** A folder in it. */
    public Path subfolder(String name) throws LabFailure {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new LabFailure("cannot make the folder " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file in it. */
    public Path write(String name, String text) throws LabFailure {
        try {
            Path file = folder.resolve(name);
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabFailure("cannot write " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file in it that only its owner may read. */
    public Path writeSecret(String name, String text) throws LabFailure {
        try {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabFailure("cannot write " + name + ": " + e.getMessage(), e);
        }
    }

    /** Writes a template of the class's package with every {@code ${word}} of the map replaced. */
    public Path render(Class<?> near, String template, String name, Map<String, String> words)
            throws LabFailure {
        try (var stream = near.getResourceAsStream(template)) {
            if (stream == null) {
                throw new AssertionError("the template " + template + " is in the jar");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace("${" + word.getKey() + "}", word.getValue());
            }
            return write(name, text);
        } catch (IOException e) {
            throw new LabFailure("cannot read the template " + template, e);
        }
    }

    /**
     * A port of loopback that nothing listens on now. It lies below the range that Linux gives to
     * clients: there, a client could take it before the program that it is meant for.
     */
    public static int freePort() throws LabFailure {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new LabFailure("no free port from " + FIRST_PORT + " on");
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A program that was just killed may still be writing: the system's own cleaning gets
            // it.
        }
    }
}
