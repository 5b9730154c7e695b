package dev.sluice.director.own.speak;

import dev.sluice.linux.space.NetworkSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** keepalived in a namespace, speaking VRRP alone; its output is read all along. */
final class Keepalived implements AutoCloseable {
    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();

    Keepalived(NetworkSpace space, Path in, String configuration) throws IOException {
        Path folder = Files.createTempDirectory(in, "keepalived");
        Path file = folder.resolve("keepalived.conf");
        Files.writeString(file, configuration);
        process =
                space.start(
                        new ProcessBuilder(
                                        "keepalived",
                                        "--vrrp",
                                        "--dont-fork",
                                        "--log-console",
                                        "--log-detail",
                                        "--use-file=" + file,
                                        "--pid=" + folder.resolve("pid"),
                                        "--vrrp_pid=" + folder.resolve("vrrp.pid"))
                                .redirectErrorStream(true));
        Thread.ofVirtual().start(this::read);
    }

    static boolean isThere() {
        return Files.isExecutable(Path.of("/usr/sbin/keepalived"));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            output.add(e.toString());
        }
    }

    String output() {
        return String.join("\n", output);
    }

    /** The state that it said last that it entered; empty before the first. */
    String state() {
        String all = output();
        int at = all.lastIndexOf("Entering ");
        return at < 0 ? "" : all.substring(at + 9).split(" ", 2)[0];
    }

    /** Ends it without a goodbye. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("keepalived does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it properly: it says goodbye. */
    void stop() {
        process.destroy();
        await();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
