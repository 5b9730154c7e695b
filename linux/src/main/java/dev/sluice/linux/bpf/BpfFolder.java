package dev.sluice.linux.bpf;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the BPF file system: what is pinned there stays when the process ends. The file
 * system lives as long as its mount, and a mount belongs to a mount namespace: a process in a mount
 * namespace of its own (as {@code ip netns exec} makes) must be given a folder that was mounted
 * outside.
 */
public final class BpfFolder {
    private static final String TYPE = "bpf";

    private final Path path;

    private BpfFolder(Path path) {
        this.path = path;
    }

    /**
     * A folder, made if it is not there. If no BPF file system is above it, one is mounted at
     * {@code root}.
     *
     * @param root where the file system is or shall be, such as {@code /sys/fs/bpf}
     * @param name the folder in it; several, divided by '/', are made one in the other
     */
    public static BpfFolder open(Path root, String name) {
        try {
            if (!isMounted(root)) {
                Files.createDirectories(root);
                int result = Syscalls.mount(TYPE, root.toString(), TYPE, 0);
                KernelException.check(result, "cannot mount the BPF file system at " + root);
            }
            return new BpfFolder(Files.createDirectories(root.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + root.resolve(name), e);
        }
    }

    /** Whether a BPF file system is there. */
    public static boolean isMounted(Path root) {
        try {
            return Files.isDirectory(root) && Files.getFileStore(root).type().equals(TYPE);
        } catch (IOException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /** Pins a map under a name, in place of what was pinned there. */
    public void pin(BpfMap map, String name) {
        pin(map.descriptor(), name);
    }

    /** Pins a program under a name, in place of what was pinned there. */
    public void pin(BpfProgram program, String name) {
        pin(program.descriptor(), name);
    }

    /** Pins a link under a name, in place of what was pinned there. */
    public void pin(BpfLink link, String name) {
        pin(link.descriptor(), name);
    }

    /** A pinned map; null if there is none. */
    public @Nullable BpfMap map(String name) {
        int descriptor = get(name);
        return descriptor < 0 ? null : BpfMap.of(descriptor, name);
    }

    /**
     * The map that is pinned under a name, if it has the shape that is wanted now. If it has not, a
     * new one takes its name; programs go on with the old one until they are replaced.
     */
    public BpfMap map(String name, MapShape shape) {
        BpfMap old = map(name);
        if (old != null && old.shape().equals(shape)) {
            return old;
        }
        if (old != null) {
            old.close();
        }
        BpfMap made = BpfMap.create(name, shape);
        pin(made, name);
        return made;
    }

    /**
     * Lets a pinned link hold a program: the one that is there takes it in place of its own, if it
     * is where it shall be; otherwise a new one is made.
     *
     * @param isThere whether a link is where it shall be
     * @param maker makes one there
     */
    public void hold(
            String name, BpfProgram program, Predicate<BpfLink> isThere, Supplier<BpfLink> maker) {
        try (BpfLink old = link(name)) {
            if (old != null && isThere.test(old)) {
                old.update(program);
                return;
            }
        }
        end(name);
        try (BpfLink made = maker.get()) {
            pin(made, name);
        }
    }

    /** Ends a pinned link, if there is one, and takes its pin away. */
    public void end(String name) {
        try (BpfLink link = link(name)) {
            if (link != null) {
                link.detach();
            }
        }
        unpin(name);
    }

    /** A pinned program; null if there is none. */
    public @Nullable BpfProgram program(String name) {
        int descriptor = get(name);
        return descriptor < 0 ? null : new BpfProgram(descriptor, name);
    }

    /** A pinned link; null if there is none. */
    public @Nullable BpfLink link(String name) {
        int descriptor = get(name);
        return descriptor < 0 ? null : new BpfLink(descriptor, name);
    }

    /** The names of what is pinned here. */
    public List<String> names() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }

    /** Takes a pin away; what it held ends, unless a process or something else holds it. */
    public void unpin(String name) {
        delete(file(name));
    }

    /** Takes all pins away, and the folder. */
    public void remove() {
        names().forEach(this::unpin);
        delete(path);
    }

    private static void delete(Path what) {
        try {
            Files.deleteIfExists(what);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + what, e);
        }
    }

    /** The pin moves in by a rename, so that there is never none. */
    private void pin(int object, String name) {
        Path aside = file(name + "-new");
        delete(aside);
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    new Attr(arena)
                            .set(Layout.PIN_PATH, arena.allocateFrom(aside.toString()))
                            .set(Layout.PIN_OBJECT, object)
                            .call(Layout.COMMAND_PIN);
            KernelException.check(result, "cannot pin " + file(name));
        }
        try {
            Files.move(aside, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pin " + file(name), e);
        }
    }

    private Path file(String name) {
        return path.resolve(fileName(name));
    }

    /** What a name is among {@link #names}: the file system keeps names with a '.' for itself. */
    public static String fileName(String name) {
        return name.replace('.', '_');
    }

    private int get(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor =
                    new Attr(arena)
                            .set(Layout.PIN_PATH, arena.allocateFrom(file(name).toString()))
                            .call(Layout.COMMAND_OPEN);
            if (descriptor != -Errno.ENOENT) {
                KernelException.check(descriptor, "cannot open the pinned " + file(name));
            }
            return descriptor;
        }
    }
}
