package dev.sluice.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Stored;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that commits, at any moment, and looks for what it was told is durable. */
class CrashTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void a_kill_at_any_moment_loses_nothing_acknowledged() throws Exception {
        killAndLook(12);
    }

    @Test
    @Tag("nightly")
    void two_hundred_kills_lose_nothing_acknowledged() throws Exception {
        killAndLook(200);
    }

    private void killAndLook(int times) throws IOException, InterruptedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long acknowledged = 0;
        for (int i = 0; i < times; i++) {
            acknowledged = Math.max(acknowledged, runAndKill(1 + random.nextInt(60)));
            assertThat(newestFound())
                    .as("seed %d, kill %d", seed, i)
                    .isGreaterThanOrEqualTo(acknowledged);
        }
        assertThat(acknowledged).isPositive();
    }

    /** Lets a child commit until so many are acknowledged, and kills it while it goes on. */
    private long runAndKill(int commits) throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long last = 0;
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            for (int i = 0; i < commits && line != null; i++) {
                last = Long.parseLong(line);
                line = lines.readLine();
            }
            child.toHandle().destroyForcibly(); // leaves the pipe open for what is still in it
            for (String rest = line; rest != null; rest = lines.readLine()) {
                last = Long.parseLong(rest);
            }
        }
        child.waitFor();
        return last;
    }

    /** The newest revision, once everything up to it was found whole. */
    private long newestFound() {
        try (Store store = SqliteStore.open(directory, Retention.DEFAULT)) {
            Catalog catalog = store.load();
            for (long revision = 1; revision <= catalog.revision(); revision++) {
                String name = "list-" + revision;
                assertThat(catalog.resolve(Kind.ACCESS_LIST, "default", name))
                        .as(name)
                        .map(Stored::revision)
                        .contains(revision);
            }
            return catalog.revision();
        }
    }

    /** The child: commits one resource after the other and prints each revision once durable. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            try (Store store = SqliteStore.open(Path.of(args[0]), Retention.DEFAULT)) {
                long revision = store.load().revision();
                for (int i = 0; i < 100_000; i++) {
                    revision++;
                    Stored list =
                            StoreContract.list("acl-" + revision, "list-" + revision, revision);
                    store.commit(List.of(StoreContract.put(revision, list)));
                    System.out.println(revision);
                    System.out.flush();
                }
            }
        }
    }
}
