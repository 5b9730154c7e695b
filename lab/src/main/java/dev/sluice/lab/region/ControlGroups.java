package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A control group (version 2) for each backend, in which its kernel's programs for servers are: all
 * backends share the machine's control groups, as they share its kernel.
 *
 * @param mount where the machine's control groups are, in the lab's folder
 * @param prefix begins their names
 */
record ControlGroups(Path mount, String prefix) {
    /** The file that a process is put into a group by. */
    static final String PROCESSES = "cgroup.procs";

    /** The group of a node; nothing where this machine has none to give. */
    Optional<Path> make(RegionNode node) throws LabFailure {
        Path group = mount.resolve(prefix + node.name());
        try {
            new Mounts(mount).mount("cgroup2", mount);
            return Optional.of(Files.createDirectories(group));
        } catch (LabFailure | IOException e) {
            return Optional.empty();
        }
    }

    /** Takes the groups away, whose processes have ended. */
    void clear() throws LabFailure {
        if (!Files.exists(mount.resolve(PROCESSES))) {
            return;
        }
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(mount, prefix + "backend-*")) {
            for (Path group : groups) {
                Files.delete(group);
            }
        } catch (IOException e) {
            throw new LabFailure("cannot remove control groups: " + e.getMessage(), e);
        }
    }
}
