package dev.sluice.linux.xdp;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;

/** Binds a socket to a queue of an interface. */
final class Binding {
    private static final long RETRY_NS = 10_000_000;

    private Binding() {}

    /**
     * A socket that refers to another's memory may ask for nothing else: copy mode and wake-up are
     * as the other's.
     *
     * @param firstSocket the memory's first, or {@link Umem#NO_SOCKET}
     */
    static void bind(
            int socket,
            int firstSocket,
            int interfaceIndex,
            int queue,
            CopyMode mode,
            long deadlineNs) {
        boolean first = firstSocket == Umem.NO_SOCKET;
        int flags = first ? Abi.XDP_USE_NEED_WAKEUP | mode.flag() : Abi.XDP_SHARED_UMEM;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Abi.SOCKADDR_SIZE, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, Abi.SOCKADDR_FAMILY, (short) Abi.AF_XDP);
            address.set(ValueLayout.JAVA_SHORT, Abi.SOCKADDR_FLAGS, (short) flags);
            address.set(ValueLayout.JAVA_INT, Abi.SOCKADDR_IFINDEX, interfaceIndex);
            address.set(ValueLayout.JAVA_INT, Abi.SOCKADDR_QUEUE_ID, queue);
            if (!first) {
                address.set(ValueLayout.JAVA_INT, Abi.SOCKADDR_SHARED_UMEM_FD, firstSocket);
            }
            int result = Syscalls.bind(socket, address);
            while (result == -Errno.EBUSY && System.nanoTime() - deadlineNs < 0) {
                LockSupport.parkNanos(RETRY_NS);
                result = Syscalls.bind(socket, address);
            }
            KernelException.check(
                    result, "cannot take queue " + queue + " of interface " + interfaceIndex);
        }
    }
}
