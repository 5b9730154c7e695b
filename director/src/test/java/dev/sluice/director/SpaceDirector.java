package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.inspect.InspectClient;
import dev.sluice.director.inspect.NotUnderstood;
import dev.sluice.director.worker.WorkerSettings;
import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.linux.xdp.RingSizes;
import dev.sluice.measure.Measure;
import dev.sluice.model.node.NodeConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A whole director of several, in a namespace, with the cluster's secret. */
final class SpaceDirector implements AutoCloseable {
    final Measure measure = new Measure();
    private final NetworkSpace space;
    private final Path folder;
    private final DirectorOptions options;
    private final Director director;
    private boolean isStopped;

    SpaceDirector(NetworkSpace space, String name, int seed, Path home, NodeConfig config)
            throws IOException {
        this(space, name, seed, home, config, 0);
    }

    /**
     * The same with a kernel that forwards by itself.
     *
     * @param offloadedMax so many sessions
     */
    SpaceDirector(
            NetworkSpace space,
            String name,
            int seed,
            Path home,
            NodeConfig config,
            int offloadedMax)
            throws IOException {
        this.space = space;
        this.folder = Files.createDirectories(home.resolve(name));
        Path data = Files.createDirectories(home.resolve("data-of-" + name));
        secret(data);
        options =
                new DirectorOptions(
                                name,
                                folder,
                                data,
                                DirectorOptions.BPF_ROOT,
                                1 << 15,
                                1 << 13,
                                UUID.randomUUID(),
                                seed,
                                WorkerSettings.DEFAULT.withRings(new RingSizes(512, 512)))
                        .offloading(offloadedMax);
        director = space.call(() -> Director.open(options, measure, SpaceDirector::died));
        assertThat(space.call(() -> director.apply(config)).refusals()).isEmpty();
    }

    /** Puts what directors know into the folder of one. */
    static void secret(Path folder) throws IOException {
        Files.writeString(folder.resolve("cluster.secret"), "known to both directors\n");
    }

    private static void died(Throwable why) {
        throw new AssertionError("a director died", why);
    }

    /** All that it goes by. */
    String dump() {
        return director.dump();
    }

    /** All sessions, each a line. */
    String sessions() {
        var answer = new ByteArrayOutputStream();
        try {
            InspectClient.ask(folder, "sessions list 1000000", answer);
        } catch (IOException | NotUnderstood e) {
            throw new AssertionError(e);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** In order; what outlives the process stays. */
    void stop() {
        if (!isStopped) {
            isStopped = true;
            director.close();
        }
    }

    @Override
    public void close() {
        stop();
        space.run(() -> Director.release(options));
    }
}
