package dev.sluice.app.client;

import dev.sluice.app.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which an installation keeps what it must not forget, and in which the command line
 * finds how to reach it.
 */
public record DataFolder(Path path) {
    /** Where the admin API listens unless told otherwise. */
    public static final String USUAL_ADMIN = "127.0.0.1:8080";

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

    /** The file that says how to reach what runs here; written by every start. */
    public Path contactFile() {
        return path.resolve("admin");
    }

    /** Leaves word how to reach what runs here. */
    public void writeContact(Contact contact) throws IOException {
        Path aside = path.resolve("admin.new");
        Files.writeString(aside, contact.admin() + "\n" + contact.tokenFile() + "\n");
        Files.move(
                aside,
                contactFile(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the word back, unless somebody else has left another one since. */
    public void removeContact(Contact contact) throws IOException {
        if (readContact().equals(Optional.of(contact))) {
            Files.deleteIfExists(contactFile());
        }
    }

    /** How to reach what was started here last, if it has not been stopped. */
    public Optional<Contact> readContact() {
        try {
            List<String> lines = Files.readAllLines(contactFile());
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new Contact(lines.get(0), Path.of(lines.get(1))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * How to reach a control plane.
     *
     * @param admin its address; null means the one that was started here, or else the usual one
     */
    public Contact contact(@Nullable String admin) {
        Optional<Contact> left = readContact();
        if (admin == null) {
            return left.orElseGet(() -> new Contact(USUAL_ADMIN, tokenFile()));
        }
        return left.filter(contact -> contact.admin().equals(admin))
                .orElseGet(() -> new Contact(admin, tokenFile()));
    }
}
