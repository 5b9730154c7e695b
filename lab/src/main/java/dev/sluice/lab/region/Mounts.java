package dev.sluice.lab.region;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file systems of a lab: BPF file systems, one on each disk whose node puts programs into its
 * kernel, and the machine's control groups. They are mounted here, before the nodes' processes
 * start: each process on a node has a view of its own of all mounts, and what is mounted there is
 * gone with the process.
 *
 * @param home the lab's folder; they are all below it
 */
record Mounts(Path home) {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    /** Mounts a file system of a type, where there is none yet. */
    void mount(String type, Path folder) throws LabFailure {
        if (mounted().contains(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LabFailure("cannot make " + folder + ": " + e.getMessage(), e);
        }
        Step.of("mount", "-t", type, type, folder.toString()).run();
    }

    /** Unmounts all; what was pinned in them goes with them. */
    void clear() throws LabFailure {
        for (Path folder : mounted()) {
            Step.of("umount", folder.toString()).run();
        }
    }

    private List<Path> mounted() throws LabFailure {
        try {
            return Files.readAllLines(MOUNTS).stream()
                    .map(line -> Path.of(line.split(" ")[1]))
                    .filter(path -> path.startsWith(home))
                    .toList();
        } catch (IOException e) {
            throw new LabFailure("cannot read " + MOUNTS + ": " + e.getMessage(), e);
        }
    }
}
