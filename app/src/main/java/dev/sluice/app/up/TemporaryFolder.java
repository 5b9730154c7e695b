package dev.sluice.app.up;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.client.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A data folder of which nothing is kept. */
public record TemporaryFolder(DataFolder data) implements AutoCloseable {
    /** Makes one, readable by its owner alone. */
    public static TemporaryFolder make() {
        try {
            return new TemporaryFolder(new DataFolder(Files.createTempDirectory("sluice-")));
        } catch (IOException e) {
            throw new CommandFailed("cannot make a temporary folder (" + Reason.of(e) + ")", e);
        }
    }

    /** Removes it and what is in it. */
    @Override
    public void close() {
        try (var all = Files.walk(data.path())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new CommandFailed("cannot remove " + data.path() + " (" + Reason.of(e) + ")", e);
        }
    }
}
