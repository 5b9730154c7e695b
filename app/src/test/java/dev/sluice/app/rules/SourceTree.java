package dev.sluice.app.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The repository as files. */
public final class SourceTree {
    private static final Set<String> NOT_SOURCE = Set.of("target", ".git", ".idea", ".build");

    private SourceTree() {}

    /** The folder that holds the launcher. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("sluice"))
                || !Files.exists(folder.resolve("model/pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new AssertionError("the tests run inside the repository");
            }
        }
        return folder;
    }

    /** Folders of the modules. */
    static List<Path> modules() {
        return list(Files::isDirectory, root(), 1).stream()
                .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                .filter(folder -> !folder.equals(root()))
                .toList();
    }

    /** All files written by hand whose name ends in one of these. */
    static List<Path> files(String... endings) {
        return list(
                file ->
                        Files.isRegularFile(file)
                                && Stream.of(endings).anyMatch(file.toString()::endsWith),
                root(),
                Integer.MAX_VALUE);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Predicate<Path> wanted, Path from, int depth) {
        try (Stream<Path> all = Files.walk(from, depth)) {
            return all.filter(path -> isSource(from.relativize(path)))
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path relative) {
        for (Path part : relative) {
            if (NOT_SOURCE.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
