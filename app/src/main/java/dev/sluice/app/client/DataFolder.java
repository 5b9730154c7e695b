package dev.sluice.app.client;

import dev.sluice.app.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder in which an installation keeps what it must not forget, and in which the command line
 * finds how to reach it.
 */
public record DataFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");
    private static final Path SYSTEM = Path.of("/var/lib/sluice");

    /**
     * The folder where none is named: {@code SLUICE_DATA}, else {@code /var/lib/sluice} for root,
     * else {@code sluice} under {@code XDG_DATA_HOME} or {@code ~/.local/share}.
     */
    public static DataFolder byDefault(Map<String, String> environment, String user, Path home) {
        String named = environment.get("SLUICE_DATA");
        if (named != null && !named.isEmpty()) {
            return new DataFolder(Path.of(named));
        }
        if (user.equals("root")) {
            return new DataFolder(SYSTEM);
        }
        String shared = environment.get("XDG_DATA_HOME");
        Path base =
                shared != null && Path.of(shared).isAbsolute()
                        ? Path.of(shared)
                        : home.resolve(".local/share");
        return new DataFolder(base.resolve("sluice"));
    }

    /** Makes the folder where it is missing, readable by its owner alone. */
    public void create() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot make the data folder "
                            + path
                            + " ("
                            + Reason.of(e)
                            + "); name another with --data",
                    e);
        }
    }

    /** The file with the bearer token of the admin API. */
    public Path tokenFile() {
        return path.resolve("token");
    }

    /** The file with the admin API's address, written by every start. */
    public Path adminFile() {
        return path.resolve("admin");
    }

    /** Leaves word where the admin API listens. */
    public void writeAdmin(String hostAndPort) throws IOException {
        Path aside = path.resolve("admin.new");
        Files.writeString(aside, hostAndPort + "\n");
        Files.move(
                aside,
                adminFile(),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Where the admin API was last said to listen. */
    public Optional<String> readAdmin() {
        try {
            return Optional.of(Files.readString(adminFile()).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The bearer token. */
    public String readToken() {
        try {
            return Files.readString(tokenFile()).strip();
        } catch (NoSuchFileException e) {
            throw new CommandFailed(
                    "there is no token in "
                            + path
                            + ": start Sluice first (./sluice up), or name its data folder with --data",
                    e);
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot read the token in "
                            + tokenFile()
                            + " ("
                            + Reason.of(e)
                            + "): run as the user who runs Sluice",
                    e);
        }
    }
}
