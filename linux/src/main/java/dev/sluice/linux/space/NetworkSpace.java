package dev.sluice.linux.space;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import dev.sluice.linux.netlink.Netlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * A named network namespace (ip-netns(8)): interfaces, addresses, routes and sockets of its own.
 * The name is a file under {@value #FOLDER}, so that {@code ip netns} sees it and it outlives the
 * process.
 *
 * <p>One thread of its own is in the namespace and does what has to be done there. A socket, and a
 * process, stays in the namespace of the thread that made it.
 */
public final class NetworkSpace implements AutoCloseable {
    static final String FOLDER = "/run/netns";

    private static final int O_CLOEXEC = 0x80000;

    private final String name;
    private final int fd;
    private final SpaceThread thread;

    private NetworkSpace(String name, int fd) {
        this.name = name;
        this.fd = fd;
        this.thread = new SpaceThread(name, fd);
    }

    /** Makes a namespace, with its loopback interface on. */
    public static NetworkSpace create(String name) {
        SpaceFile.create(name);
        NetworkSpace space = open(name);
        space.call(() -> {
            try (Netlink netlink = Netlink.open()) {
                netlink.links().up(netlink.links().index("lo"));
                return true;
            }
        });
        return space;
    }

    /** Opens one that is there. */
    public static NetworkSpace open(String name) {
        int fd = Syscalls.open(SpaceFile.path(name).toString(), O_CLOEXEC);
        KernelException.check(fd, "cannot open the network namespace " + name);
        return new NetworkSpace(name, fd);
    }

    /** Whether there is one of that name. */
    public static boolean exists(String name) {
        return Files.exists(SpaceFile.path(name));
    }

    /** The names that begin so, sorted. */
    public static List<String> names(String prefix) {
        Path folder = Path.of(FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a name away; the namespace goes when nothing is left in it. */
    public static void delete(String name) {
        SpaceFile.delete(name);
    }

    /** Takes all names away that begin so. */
    public static void deleteAll(String prefix) {
        names(prefix).forEach(NetworkSpace::delete);
    }

    public String name() {
        return name;
    }

    /** Its descriptor, for interfaces that are to be made in it or moved to it. */
    public int fd() {
        return fd;
    }

    /** Does something in the namespace and waits for it. What it throws is thrown here. */
    public <T> T call(Callable<T> job) {
        try {
            return thread.submit(job).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Does something in the namespace and waits for it. */
    public void run(Runnable job) {
        call(() -> {
            job.run();
            return true;
        });
    }

    /** A session with the kernel about this namespace, to be used by any one thread. */
    public Netlink netlink() {
        return call(Netlink::open);
    }

    /** Sets a kernel variable of the namespace: see {@link Sysctl}. */
    public void sysctl(String key, String value) {
        run(() -> Sysctl.write(key, value));
    }

    /** Starts a process in the namespace. */
    public Process start(ProcessBuilder command) {
        return call(command::start);
    }

    /** A thread that is in the namespace; whoever starts it ends it. */
    public Thread newThread(String threadName, Runnable body) {
        return Thread.ofPlatform()
                .name(threadName)
                .daemon()
                .unstarted(() -> {
                    SpaceThread.enter(name, fd);
                    body.run();
                });
    }

    /**
     * Runs a command in the namespace to its end.
     *
     * @return what it wrote
     * @throws IllegalStateException where it failed, with what it wrote
     */
    public String exec(String... command) {
        try {
            Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " in " + name + " failed: " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Lets go of it. The namespace, and its name, stay. */
    @Override
    public void close() {
        thread.close();
        Syscalls.close(fd);
    }

    /** Whether this process may make namespaces. */
    public static boolean isAllowed() {
        int fd = Syscalls.open("/proc/self/ns/net", O_CLOEXEC);
        if (Errno.isError(fd)) {
            return false;
        }
        try (SpaceThread probe = new SpaceThread("probe", fd)) {
            return probe.submit(() -> true).handle((yes, no) -> no == null).join();
        } finally {
            Syscalls.close(fd);
        }
    }
}
