package dev.sluice.app.scenario;

import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.client.DataFolder;
import dev.sluice.app.up.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installation of its own in a folder of its own, with backends, until closed.
 *
 * <p>In configurations, <code>${name}</code> is the port of the backend of that name, or else a
 * free port that {@link #port} then knows by that name. Owned by the test's thread.
 */
public final class Scenario implements AutoCloseable {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
    private static final String FILE = "sluice.yaml";

    private final Path folder;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Installation installation;

    private Scenario(Path folder) {
        this.folder = folder;
        this.installation =
                Installation.start(
                        new DataFolder(folder),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Starts an installation that has nothing to do yet. */
    public static Scenario begin() {
        try {
            return new Scenario(Files.createTempDirectory("sluice-scenario-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A backend that answers HTTP with its name. */
    public HttpBackend httpBackend(String name) {
        var backend = HttpBackend.start(name);
        opened.push(backend);
        ports.put(name, backend.port());
        return backend;
    }

    /** Something else that listens, closed with the scenario. */
    public <T extends AutoCloseable> T backend(String name, int port, T running) {
        opened.push(running);
        ports.put(name, port);
        return running;
    }

    /** A file that the configuration may name. */
    public void file(String name, String content) {
        files.put(name, content);
    }

    /** Makes a configuration true; returns when the proxy serves by it. */
    public void apply(String yaml) {
        installation.apply(ConfigurationFile.of(FILE, filled(yaml), files));
    }

    /** A configuration with its ports filled in. */
    public String filled(String yaml) {
        Matcher place = PLACE.matcher(yaml);
        return place.replaceAll(found -> String.valueOf(port(found.group(1))));
    }

    /** The port that a name stands for; a free one at its first mention. */
    public int port(String name) {
        return ports.computeIfAbsent(name, _ -> FreePorts.next());
    }

    /** The URL of a path behind a port of that name. */
    public String url(String portName, String path) {
        return "http://127.0.0.1:" + port(portName) + path;
    }

    /** Where the admin API listens. */
    public String admin() {
        return installation.contact().admin();
    }

    /** The installation's data folder. */
    public Path folder() {
        return folder;
    }

    public Installation installation() {
        return installation;
    }

    @Override
    public void close() {
        installation.stop(Duration.ZERO);
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
        delete(folder);
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            throw new AssertionError("a stand-in closes without fuss", e);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
