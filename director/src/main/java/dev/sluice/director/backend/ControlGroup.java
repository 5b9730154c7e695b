package dev.sluice.director.backend;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A control group (version 2): processes, and the sockets that they made while they were in it.
 *
 * @param folder of the control group's file system
 */
record ControlGroup(Path folder) {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final String PROCESSES = "cgroup.procs";
    private static final int O_RDONLY_DIRECTORY_CLOEXEC = 0x10000 | 0x80000;

    /** The one that all others are in; empty where version 2 is not mounted. */
    static Optional<ControlGroup> root() {
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            return mounts.map(line -> line.split(" "))
                    .filter(words -> words[2].equals("cgroup2"))
                    .map(words -> new ControlGroup(Path.of(words[1])))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + MOUNTS, e);
        }
    }

    /** Whether the folder is a control group of version 2. */
    boolean isThere() {
        try {
            return Files.isDirectory(folder)
                    && Files.getFileStore(folder).type().equals("cgroup2")
                    && Files.exists(folder.resolve(PROCESSES));
        } catch (IOException e) {
            return false;
        }
    }

    /** The kernel's number for it: its folder's inode. */
    long id() {
        try {
            return (long) Files.getAttribute(folder, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + folder, e);
        }
    }

    /** The group with a number, this one or one in it. */
    Optional<ControlGroup> find(long id) {
        return all().stream().filter(group -> group.id() == id).findFirst();
    }

    /** This one and all in it. */
    private List<ControlGroup> all() {
        try (Stream<Path> folders = Files.walk(folder)) {
            return folders.filter(Files::isDirectory).map(ControlGroup::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot walk through " + folder, e);
        }
    }

    /** The processes that are in it and in all groups in it. */
    List<Integer> processes() {
        return all().stream().flatMap(group -> group.own().stream()).toList();
    }

    /** A group may end, or be one of threads only, meanwhile. */
    private List<Integer> own() {
        try {
            return Files.readAllLines(folder.resolve(PROCESSES)).stream()
                    .map(Integer::valueOf)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Does something with a descriptor of it. */
    <T> T with(IntFunction<T> use) {
        int fd = Syscalls.open(folder.toString(), O_RDONLY_DIRECTORY_CLOEXEC);
        KernelException.check(fd, "cannot open the control group " + folder);
        try {
            return use.apply(fd);
        } finally {
            Syscalls.close(fd);
        }
    }
}
