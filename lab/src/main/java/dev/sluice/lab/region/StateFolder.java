package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a region: what is known of it, each node's disk, and what its process printed.
 *
 * <pre>
 *   lab.json            what commands need to know
 *   prefix              begins the namespaces' names, for the launcher
 *   region/             a configuration that was made for the region
 *   tokens/             by which directors and proxies join
 *   NODE/               the node's disk
 *   NODE.log            what its process printed
 *   cgroup/             the machine's control groups, mounted for the backends
 * </pre>
 */
record StateFolder(Path path) {
    private static final String CONFIGURATION = "lab.yaml";
    private static final int TAIL = 15;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Makes it, for the owner alone: keys and tokens lie here. */
    void create() throws LabFailure {
        try {
            var ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(path, ownerOnly);
        } catch (IOException e) {
            throw new LabFailure("cannot make " + path + ": " + e.getMessage(), e);
        }
    }

    /** Removes it with all that it holds, but nothing of another file system. */
    void delete() throws LabFailure {
        Step.of("rm", "-rf", "--one-file-system", path.toString()).run();
    }

    /** What is known of the region; nothing where there is none. */
    Optional<LabState> read() throws LabFailure {
        try {
            return Optional.of(JSON.readValue(Files.readString(json()), LabState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            throw new LabFailure(
                    "cannot read %s (%s); ./sluice lab down clears it"
                            .formatted(json(), e.getMessage()),
                    e);
        }
    }

    void write(LabState state) throws LabFailure {
        write(path.resolve("prefix"), state.prefix() + "\n");
        Path aside = path.resolve("lab.json.new");
        write(aside, JSON.writeValueAsString(state));
        try {
            Files.move(aside, json(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabFailure("cannot write " + json() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a configuration that stands nowhere yet.
     *
     * @return where control finds it
     */
    Path place(LabPlan.Configuration configuration) throws LabFailure {
        return switch (configuration) {
            case LabPlan.Configuration.AsWritten written -> written.file();
            case LabPlan.Configuration.Made made -> {
                Path home = path.resolve("region");
                write(home.resolve(CONFIGURATION), made.text());
                for (Map.Entry<String, String> file : made.files().entrySet()) {
                    write(home.resolve(file.getKey()), file.getValue());
                }
                yield home.resolve(CONFIGURATION);
            }
        };
    }

    /** A node's disk. */
    Path data(RegionNode node) {
        return path.resolve(node.name());
    }

    /** The way to the admin API of a region's control. */
    AdminDoor admin(Region region) {
        RegionNode control = region.first(NodeKind.CONTROL);
        return new AdminDoor(region.namespace(control), data(control));
    }

    /** Where a proxy finds its certificates' keys. */
    Path keys(RegionNode node) {
        return data(node).resolve("keys");
    }

    /** Where a node's programs in the kernel are held while its process is away. */
    Path pins(RegionNode node) {
        return data(node).resolve("bpf");
    }

    /** Where a director's sessions lie. */
    Path sessions(RegionNode node) {
        return data(node).resolve("sessions");
    }

    /** The backends' control groups. */
    ControlGroups controlGroups(String prefix) {
        return new ControlGroups(path.resolve("cgroup"), prefix);
    }

    /** Puts a certificate's key on a proxy's disk. */
    void writeKey(RegionNode node, String keyId, String pem) throws LabFailure {
        write(keys(node).resolve(keyId + ".pem"), pem);
    }

    /** Puts what directors of this region know, and nobody else, on a director's disk. */
    void writeSecret(RegionNode director, String secret) throws LabFailure {
        write(data(director).resolve(DirectorsText.SECRET_FILE), secret + "\n");
    }

    /** What the router speaks by, where it speaks with directors. */
    Path routerSettings() {
        return path.resolve("router").resolve("bird.conf");
    }

    /** Where it answers questions. */
    Path routerSocket() {
        return path.resolve("router").resolve("bird.ctl");
    }

    void writeRouterSettings(String text) throws LabFailure {
        write(routerSettings(), text);
    }

    /** By which nodes of a kind join. */
    Path joinToken(NodeKind kind) {
        return path.resolve("tokens").resolve(kind.word());
    }

    void writeJoinToken(NodeKind kind, String token) throws LabFailure {
        write(joinToken(kind), token + "\n");
    }

    /** What a node's process prints. */
    Path log(RegionNode node) {
        return path.resolve(node.name() + ".log");
    }

    /** The last lines that a node's process printed. */
    String tail(RegionNode node) {
        try {
            List<String> lines = Files.readAllLines(log(node));
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
            return last.isEmpty() ? "(nothing)" : String.join("\n", last);
        } catch (IOException e) {
            return "(nothing)";
        }
    }

    private Path json() {
        return path.resolve("lab.json");
    }

    private static void write(Path file, String text) throws LabFailure {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new LabFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
