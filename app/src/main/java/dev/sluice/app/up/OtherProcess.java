package dev.sluice.app.up;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.Main;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.demo.DemoPorts;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code up --demo} in a process of its own, on free ports, until closed. */
public final class OtherProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAUSE_MS = 50;

    private final DataFolder data;
    private final Process process;

    private OtherProcess(DataFolder data, Process process) {
        this.data = data;
        this.process = process;
    }

    /**
     * Starts it with this process's Java and class path.
     *
     * @param data where it leaves word how to reach it
     */
    public static OtherProcess up(DataFolder data) throws IOException {
        DemoPorts ports = DemoPorts.free();
        var builder =
                new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "up",
                        "--demo",
                        "--demo-ports",
                        "%d,%d,%d,%d"
                                .formatted(ports.tcp(), ports.udp(), ports.http(), ports.https()),
                        "--admin",
                        "127.0.0.1:0",
                        "--data",
                        data.path().toString());
        builder.redirectErrorStream(true).redirectOutput(Redirect.INHERIT);
        return new OtherProcess(data, builder.start());
    }

    /** Returns when it serves. */
    public void awaitUp() throws InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (data.readContact().isEmpty()) {
            if (process.waitFor(PAUSE_MS, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - untilNs > 0) {
                throw new CommandFailed("the other process did not come up");
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
