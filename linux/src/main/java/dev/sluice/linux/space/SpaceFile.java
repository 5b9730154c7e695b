package dev.sluice.linux.space;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * The file that names a namespace and keeps it: the namespace is mounted on it. Laid out as ip
 * netns does, so that either finds what the other made.
 */
final class SpaceFile {
    private static final long MS_BIND = 1 << 12;
    private static final long MS_REC = 1 << 14;
    private static final long MS_SHARED = 1 << 20;
    private static final int MNT_DETACH = 2;
    private static final String OWN = "/proc/thread-self/ns/net";

    private SpaceFile() {}

    static Path path(String name) {
        if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
            throw new IllegalArgumentException("no name for a network namespace: " + name);
        }
        return Path.of(NetworkSpace.FOLDER, name);
    }

    /** Makes a namespace, by a thread that moves into it and ends. */
    static void create(String name) {
        Path file = path(name);
        shareFolder();
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot name the network namespace " + name, e);
        }
        CompletableFuture.runAsync(() -> mount(file), SpaceFile::inNewThread).join();
    }

    private static void inNewThread(Runnable job) {
        Thread.ofPlatform().name("space-maker").start(job);
    }

    private static void mount(Path file) {
        KernelException.check(
                Syscalls.unshare(SpaceThread.CLONE_NEWNET), "cannot make a network namespace");
        KernelException.check(
                Syscalls.mount(OWN, file.toString(), "none", MS_BIND),
                "cannot mount a network namespace on " + file);
    }

    /** Other mount namespaces see what is mounted in the folder, and see it go. */
    private static void shareFolder() {
        Path folder = Path.of(NetworkSpace.FOLDER);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String path = folder.toString();
        if (Syscalls.mount("", path, "none", MS_SHARED | MS_REC) == -Errno.EINVAL) {
            KernelException.check(
                    Syscalls.mount(path, path, "none", MS_BIND | MS_REC), "cannot mount " + path);
            KernelException.check(
                    Syscalls.mount("", path, "none", MS_SHARED | MS_REC), "cannot share " + path);
        }
    }

    static void delete(String name) {
        Path file = path(name);
        Syscalls.umount(file.toString(), MNT_DETACH);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the network namespace " + name, e);
        }
    }
}
