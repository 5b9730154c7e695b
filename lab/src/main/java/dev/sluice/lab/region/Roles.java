package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a region. Each has a session and a namespace of its own, prints to its log, and
 * outlives the command that started it. The state's file always names those that were started.
 */
final class Roles {
    private final Region region;
    private final StateFolder folder;
    private final Launch launch;
    private final AtomicReference<LabState> state;

    Roles(Path launcher, StateFolder folder, LabState state) {
        this.region = state.region();
        this.folder = folder;
        this.launch = new Launch(launcher, region, folder);
        this.state = new AtomicReference<>(state);
    }

    /** What is known of the region now. */
    LabState state() {
        return state.get();
    }

    /** Starts a node's process as it was left; that it serves is for others to see. */
    void start(RegionNode node) throws LabFailure {
        start(node, null);
    }

    /** The same; control begins with a configuration. */
    void start(RegionNode node, @Nullable Path configuration) throws LabFailure {
        var words = new ArrayList<>(inItsGroup(node));
        words.add("setsid");
        words.addAll(List.of("ip", "netns", "exec", region.namespace(node)));
        words.addAll(launch.of(node, configuration));
        var builder =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.log(node).toFile()));
        builder.environment().putAll(Map.of("SLUICE_NO_BUILD", "1"));
        try {
            Files.createDirectories(folder.data(node));
            long pid = builder.start().pid();
            Running running =
                    Running.of(pid)
                            .orElseThrow(() ->
                                    new LabFailure(node.name() + " ended at once; " + said(node)));
            folder.write(state.updateAndGet(before -> before.with(node.name(), running)));
        } catch (IOException | UncheckedIOException e) {
            throw new LabFailure("cannot start " + node.name() + ": " + e.getMessage(), e);
        }
    }

    /** A shell that puts itself into the node's control group, then becomes what follows. */
    private List<String> inItsGroup(RegionNode node) throws LabFailure {
        Optional<Path> group =
                node.kind() == NodeKind.BACKEND
                        ? folder.controlGroups(region.prefix()).make(node)
                        : Optional.empty();
        return group.map(path -> path.resolve(ControlGroups.PROCESSES).toString())
                .map(file -> List.of("sh", "-c", "echo $$ >\"$0\"; exec \"$@\"", file))
                .orElse(List.of());
    }

    /** Refuses to go on when a process that was started has ended. */
    void requireAlive() throws LabFailure {
        for (Map.Entry<String, Running> one : state.get().processes().entrySet()) {
            if (!one.getValue().alive()) {
                RegionNode node = region.node(one.getKey()).orElseThrow();
                throw new LabFailure(node.name() + " has ended; " + said(node));
            }
        }
    }

    boolean isAlive(RegionNode node) {
        Running process = state.get().processes().get(node.name());
        return process != null && process.alive();
    }

    /** The end of a node's log, for a sentence to end with. */
    String said(RegionNode node) {
        return "the end of its log, " + folder.log(node) + ":\n" + folder.tail(node).indent(2);
    }
}
