package dev.sluice.director.backend;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.Syscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sockets of running processes that already listened when the programs came, so that nobody told
 * them to keep SYNs. They are told now, through a descriptor of this process's own.
 */
final class ListeningSockets {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_PROTOCOL = 38;
    private static final int SOL_TCP = 6;
    private static final int TCP_SAVE_SYN = 27;

    private ListeningSockets() {}

    /** Lets all that listen for TCP keep SYNs; how many there were. */
    static int keepSyns(Collection<Integer> processes) {
        int count = 0;
        for (int process : processes) {
            int fd = Syscalls.pidfdOpen(process);
            if (!Errno.isError(fd)) {
                count += keepSyns(process, fd);
                Syscalls.close(fd);
            }
        }
        return count;
    }

    private static int keepSyns(int process, int processFd) {
        int count = 0;
        for (int there : sockets(process)) {
            int socket = Syscalls.pidfdGetfd(processFd, there);
            if (Errno.isError(socket)) {
                continue;
            }
            if (option(socket, SO_ACCEPTCONN) == 1 && option(socket, SO_PROTOCOL) == SOL_TCP) {
                count += Syscalls.setsockopt(socket, SOL_TCP, TCP_SAVE_SYN, 1) == 0 ? 1 : 0;
            }
            Syscalls.close(socket);
        }
        return count;
    }

    /** Descriptors of sockets. A process may end, and close them, meanwhile. */
    private static List<Integer> sockets(int process) {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process + "/fd"))) {
            return all.filter(ListeningSockets::isSocket)
                    .map(path -> Integer.valueOf(path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isSocket(Path path) {
        try {
            return Files.readSymbolicLink(path).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static int option(int socket, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            int result = Syscalls.getsockopt(socket, SOL_SOCKET, option, value, length);
            return result == 0 ? value.get(ValueLayout.JAVA_INT, 0) : -1;
        }
    }
}
