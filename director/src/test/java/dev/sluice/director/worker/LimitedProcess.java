package dev.sluice.director.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of a test, in a process that may open few files. */
public final class LimitedProcess {
    private static final int FILES = 300;

    private LimitedProcess() {}

    /** Runs it to its end, and returns all that it printed. */
    public static String said(Class<?> program) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "ulimit -n " + FILES + "; exec \"$@\"",
                                "bash",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-MaxFDLimit",
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    /** Opens all files that this process still may. */
    public static List<Closeable> openAll() {
        var files = new ArrayList<Closeable>();
        while (true) {
            try {
                files.add(new FileInputStream("/dev/null"));
            } catch (IOException _) {
                return files;
            }
        }
    }
}
