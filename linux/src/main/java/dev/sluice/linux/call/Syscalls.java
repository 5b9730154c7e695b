package dev.sluice.linux.call;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls that Sluice makes, each a method that enters the kernel and returns what the
 * kernel returned: a value, or the negative of a number of {@link Errno}. Nothing here throws for
 * what the kernel says, allocates (but once for each thread), or remembers.
 *
 * <p>All go through the C library's {@code syscall}, because half of them have no function of their
 * own there. Memory that is handed in must be native; its owner keeps it alive during the call.
 * Arguments are those of the manual pages in section 2.
 */
public final class Syscalls {
    /** What a caller gives for a pointer that may be absent. */
    public static final MemorySegment NULL = MemorySegment.NULL;

    private static final int PRIO_PROCESS = 0;
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(StructLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = link();

    /** Each thread's own: the C library's errno lies there after a call. */
    private static final ThreadLocal<MemorySegment> ERRNO_OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

    /** Each thread's own: a {@code struct timespec}. */
    private static final ThreadLocal<MemorySegment> TIMESPEC_OF_THREAD =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(16, 8));

    private static final long NS_PER_MS = 1_000_000;
    private static final long AT_FDCWD = -100;
    private static final long SIGNAL_SET_BYTES = 8;

    private Syscalls() {}

    public static int socket(int domain, int type, int protocol) {
        return (int) enter(SyscallNumber.SOCKET, domain, type, protocol, 0, 0, 0);
    }

    public static int bind(int fd, MemorySegment address) {
        return (int) enter(SyscallNumber.BIND, fd, at(address), address.byteSize(), 0, 0, 0);
    }

    public static int connect(int fd, MemorySegment address) {
        return (int) enter(SyscallNumber.CONNECT, fd, at(address), address.byteSize(), 0, 0, 0);
    }

    public static int listen(int fd, int backlog) {
        return (int) enter(SyscallNumber.LISTEN, fd, backlog, 0, 0, 0, 0);
    }

    /**
     * Takes a connection, and says from whom.
     *
     * @param lengthBytes an int: room on the way in, what the address needs on the way out
     */
    public static int accept4(int fd, MemorySegment address, MemorySegment lengthBytes, int flags) {
        return (int) enter(SyscallNumber.ACCEPT4, fd, at(address), at(lengthBytes), flags, 0, 0);
    }

    /**
     * The address that a socket is bound to.
     *
     * @param lengthBytes an int: room on the way in, what the address needs on the way out
     */
    public static int getsockname(int fd, MemorySegment address, MemorySegment lengthBytes) {
        return (int) enter(SyscallNumber.GETSOCKNAME, fd, at(address), at(lengthBytes), 0, 0, 0);
    }

    public static int setsockopt(int fd, int level, int option, MemorySegment value) {
        return (int)
                enter(SyscallNumber.SETSOCKOPT, fd, level, option, at(value), value.byteSize(), 0);
    }

    /** Sets an option that is an int. */
    public static int setsockopt(int fd, int level, int option, int value) {
        MemorySegment room = TIMESPEC_OF_THREAD.get().asSlice(0, Integer.BYTES);
        room.set(ValueLayout.JAVA_INT, 0, value);
        return setsockopt(fd, level, option, room);
    }

    /**
     * Reads an option.
     *
     * @param lengthBytes an int: room on the way in, what was written on the way out
     */
    public static int getsockopt(
            int fd, int level, int option, MemorySegment value, MemorySegment lengthBytes) {
        return (int)
                enter(SyscallNumber.GETSOCKOPT, fd, level, option, at(value), at(lengthBytes), 0);
    }

    /** Wakes the kernel for what lies in a ring, or sends on a connected socket nothing. */
    public static long sendto(int fd, int flags) {
        return enter(SyscallNumber.SENDTO, fd, 0, 0, flags, 0, 0);
    }

    public static long send(int fd, MemorySegment bytes, long count, int flags) {
        return enter(SyscallNumber.SENDTO, fd, at(bytes), count, flags, 0, 0);
    }

    public static long sendto(
            int fd, MemorySegment bytes, long count, int flags, MemorySegment address) {
        return enter(
                SyscallNumber.SENDTO, fd, at(bytes), count, flags, at(address), address.byteSize());
    }

    /** Wakes the kernel for what lies in a ring, without taking bytes. */
    public static long recvfrom(int fd, int flags) {
        return enter(SyscallNumber.RECVFROM, fd, 0, 0, flags, 0, 0);
    }

    public static long recv(int fd, MemorySegment bytes, long room, int flags) {
        return enter(SyscallNumber.RECVFROM, fd, at(bytes), room, flags, 0, 0);
    }

    /**
     * Receives, and says from whom.
     *
     * @param addressBytes an int: room on the way in, what the sender's address needs on the way
     *     out
     */
    public static long recvfrom(
            int fd,
            MemorySegment bytes,
            long room,
            int flags,
            MemorySegment address,
            MemorySegment addressBytes) {
        return enter(
                SyscallNumber.RECVFROM, fd, at(bytes), room, flags, at(address), at(addressBytes));
    }

    /**
     * Sends what lies in several places, or with ancillary words.
     *
     * @param message a {@code struct msghdr}
     */
    public static long sendmsg(int fd, MemorySegment message, int flags) {
        return enter(SyscallNumber.SENDMSG, fd, at(message), flags, 0, 0, 0);
    }

    /**
     * Receives into several places, or with ancillary words.
     *
     * @param message a {@code struct msghdr}
     */
    public static long recvmsg(int fd, MemorySegment message, int flags) {
        return enter(SyscallNumber.RECVMSG, fd, at(message), flags, 0, 0, 0);
    }

    public static long read(int fd, MemorySegment bytes, long room) {
        return enter(SyscallNumber.READ, fd, at(bytes), room, 0, 0, 0);
    }

    public static long write(int fd, MemorySegment bytes, long count) {
        return enter(SyscallNumber.WRITE, fd, at(bytes), count, 0, 0, 0);
    }

    /**
     * Waits for descriptors.
     *
     * @param polls as many {@code struct pollfd} of 8 bytes as {@code count} says
     * @param timeoutMs how long at most; 0 asks only, negative waits for ever
     * @return how many are ready
     */
    public static int poll(MemorySegment polls, int count, long timeoutMs) {
        MemorySegment timeout = NULL;
        if (timeoutMs >= 0) {
            timeout = TIMESPEC_OF_THREAD.get();
            timeout.set(ValueLayout.JAVA_LONG, 0, timeoutMs / 1000);
            timeout.set(ValueLayout.JAVA_LONG, 8, timeoutMs % 1000 * NS_PER_MS);
        }
        return (int)
                enter(SyscallNumber.PPOLL, at(polls), count, at(timeout), 0, SIGNAL_SET_BYTES, 0);
    }

    public static int ioctl(int fd, long request, MemorySegment argument) {
        return (int) enter(SyscallNumber.IOCTL, fd, request, at(argument), 0, 0, 0);
    }

    public static int close(int fd) {
        return (int) enter(SyscallNumber.CLOSE, fd, 0, 0, 0, 0, 0);
    }

    /**
     * Opens a path of any kind.
     *
     * @param path as zero-terminated bytes
     */
    public static int open(MemorySegment path, int flags, int mode) {
        return (int) enter(SyscallNumber.OPENAT, AT_FDCWD, at(path), flags, mode, 0, 0);
    }

    /** A file or other path that must exist. */
    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return open(arena.allocateFrom(path), flags, 0);
        }
    }

    /** An address, for {@link #memoryAt}. */
    public static long mmap(long lengthBytes, int protection, int flags, int fd, long offset) {
        return enter(SyscallNumber.MMAP, 0, lengthBytes, protection, flags, fd, offset);
    }

    public static int munmap(MemorySegment memory) {
        return (int) enter(SyscallNumber.MUNMAP, at(memory), memory.byteSize(), 0, 0, 0, 0);
    }

    public static int madvise(MemorySegment memory, int advice) {
        return (int) enter(SyscallNumber.MADVISE, at(memory), memory.byteSize(), advice, 0, 0, 0);
    }

    public static int mlockall(int flags) {
        return (int) enter(SyscallNumber.MLOCKALL, flags, 0, 0, 0, 0, 0);
    }

    /** Memory at an address that {@link #mmap} returned; valid until it is unmapped. */
    @SuppressWarnings("restricted")
    public static MemorySegment memoryAt(long address, long lengthBytes) {
        return MemorySegment.ofAddress(address).reinterpret(lengthBytes);
    }

    public static int eventfd(int value, int flags) {
        return (int) enter(SyscallNumber.EVENTFD2, value, flags, 0, 0, 0, 0);
    }

    /**
     * Makes, asks or changes something of BPF.
     *
     * @param attributes a {@code union bpf_attr}
     */
    public static int bpf(int command, MemorySegment attributes) {
        return (int)
                enter(SyscallNumber.BPF, command, at(attributes), attributes.byteSize(), 0, 0, 0);
    }

    /** Has all other threads, and the kernel's own work, come to a point of order. */
    public static int membarrier(int command) {
        return (int) enter(SyscallNumber.MEMBARRIER, command, 0, 0, 0, 0, 0);
    }

    /** A descriptor of a process. */
    public static int pidfdOpen(int process) {
        return (int) enter(SyscallNumber.PIDFD_OPEN, process, 0, 0, 0, 0, 0);
    }

    /**
     * A descriptor of this process's own for what another process has open.
     *
     * @param process a descriptor of the process
     * @param fd the descriptor there
     */
    public static int pidfdGetfd(int process, int fd) {
        return (int) enter(SyscallNumber.PIDFD_GETFD, process, fd, 0, 0, 0, 0);
    }

    /** Puts the calling thread, which must be one of the system's own, into a namespace. */
    public static int setns(int fd, int kind) {
        return (int) enter(SyscallNumber.SETNS, fd, kind, 0, 0, 0, 0);
    }

    /** Gives the calling thread namespaces of its own. */
    public static int unshare(int kinds) {
        return (int) enter(SyscallNumber.UNSHARE, kinds, 0, 0, 0, 0, 0);
    }

    public static int gettid() {
        return (int) enter(SyscallNumber.GETTID, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Says which processors a thread may run on.
     *
     * @param threadId 0 for the calling thread
     * @param processors a bit for each processor the thread may run on
     */
    public static int schedSetaffinity(int threadId, MemorySegment processors) {
        return (int)
                enter(
                        SyscallNumber.SCHED_SETAFFINITY,
                        threadId,
                        processors.byteSize(),
                        at(processors),
                        0,
                        0,
                        0);
    }

    /**
     * Says how a thread is scheduled.
     *
     * @param threadId 0 for the calling thread
     * @param parameters a {@code struct sched_param}: the priority as an int
     */
    public static int schedSetscheduler(int threadId, int policy, MemorySegment parameters) {
        return (int)
                enter(SyscallNumber.SCHED_SETSCHEDULER, threadId, policy, at(parameters), 0, 0, 0);
    }

    /** How nice a thread is to others, from −20 to 19. */
    public static int setpriority(int threadId, int nice) {
        return (int) enter(SyscallNumber.SETPRIORITY, PRIO_PROCESS, threadId, nice, 0, 0, 0);
    }

    /** Mounts without further data. */
    public static int mount(String source, String target, String type, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    enter(
                            SyscallNumber.MOUNT,
                            at(arena.allocateFrom(source)),
                            at(arena.allocateFrom(target)),
                            at(arena.allocateFrom(type)),
                            flags,
                            0,
                            0);
        }
    }

    public static int umount(String target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    enter(SyscallNumber.UMOUNT2, at(arena.allocateFrom(target)), flags, 0, 0, 0, 0);
        }
    }

    private static long at(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("not native memory: " + memory);
        }
        return memory.address();
    }

    private static long enter(
            SyscallNumber number, long a, long b, long c, long d, long e, long f) {
        MemorySegment state = ERRNO_OF_THREAD.get();
        try {
            long result = (long) SYSCALL.invokeExact(state, number.here(), a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable impossible) {
            throw new AssertionError("a system call does not throw", impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(word, word, word, word, word, word, word, word),
                CAPTURE,
                Linker.Option.firstVariadicArg(1));
    }
}
