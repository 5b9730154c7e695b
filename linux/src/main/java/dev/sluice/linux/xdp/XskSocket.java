package dev.sluice.linux.xdp;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An AF_XDP socket (Documentation/networking/af_xdp.rst): one receive queue of one interface. What
 * an XDP program redirects to it is received, what it sends leaves by the interface, and no chunk
 * of its {@link Umem} is copied on the way between sockets.
 *
 * <pre>
 *   free chunk → fill ring → (kernel: a frame comes) → receive ring → the owner reads it
 *   the owner's frame → transmit ring → (kernel sends it) → completion ring → free chunk
 * </pre>
 *
 * <p>Made by any thread, then owned by one.
 */
public final class XskSocket implements AutoCloseable {
    private static final int NO_DESCRIPTOR = -1;

    private final Umem umem;
    private final int fd;
    private final int interfaceIndex;
    private final int queue;
    private final XskRings rings;

    private XskSocket(Umem umem, int fd, int interfaceIndex, int queue, XskRings rings) {
        this.umem = umem;
        this.fd = fd;
        this.interfaceIndex = interfaceIndex;
        this.queue = queue;
        this.rings = rings;
    }

    /**
     * Makes a socket and binds it. The kernel releases a queue some time after the socket that had
     * it was closed, maybe by another process: a busy queue is tried again until the deadline.
     *
     * @param mode how frames get into the memory; those after the memory's first socket do as it
     * @param busyTimeoutMs how long to try a queue that is taken
     */
    public static XskSocket open(
            Umem umem,
            int interfaceIndex,
            int queue,
            RingSizes sizes,
            CopyMode mode,
            long busyTimeoutMs) {
        long deadlineNs = System.nanoTime() + busyTimeoutMs * 1_000_000;
        int fd = newSocket();
        XskRings rings = null;
        try {
            if (umem.firstSocket() == Umem.NO_SOCKET) {
                umem.register(fd);
            }
            rings = XskRings.make(fd, sizes);
            Binding.bind(fd, umem.firstSocket(), interfaceIndex, queue, mode, deadlineNs);
        } catch (KernelException e) {
            if (rings != null) {
                rings.unmap();
            }
            Syscalls.close(fd);
            throw e;
        }
        if (umem.firstSocket() == Umem.NO_SOCKET) {
            umem.boundFirst(fd);
        }
        return new XskSocket(umem, fd, interfaceIndex, queue, rings);
    }

    /** One that the kernel knows nothing of: who plays the kernel has the rings' other ends. */
    static XskSocket played(Umem umem, XskRings rings) {
        return new XskSocket(umem, NO_DESCRIPTOR, 0, 0, rings);
    }

    private static int newSocket() {
        int fd = Syscalls.socket(Abi.AF_XDP, Abi.SOCK_RAW | Abi.SOCK_CLOEXEC, 0);
        return (int) KernelException.check(fd, "cannot make an AF_XDP socket");
    }

    /** Its descriptor, for maps of sockets and for poll. */
    public int fd() {
        return fd;
    }

    public int interfaceIndex() {
        return interfaceIndex;
    }

    public int queue() {
        return queue;
    }

    /** Free chunks for the kernel to receive into. */
    public ProducerRing fill() {
        return rings.fill();
    }

    /** Received frames. */
    public ConsumerRing receive() {
        return rings.receive();
    }

    /** Frames to send; the kernel looks when it is woken. */
    public ProducerRing transmit() {
        return rings.transmit();
    }

    /** Chunks whose frames were sent. */
    public ConsumerRing completion() {
        return rings.completion();
    }

    /**
     * Lets the kernel send what was submitted. It sends a limited number at a time; what it cannot
     * send now stays in the ring for the next time.
     *
     * @return how many are still to be sent
     */
    public int wakeTransmit() {
        int pending = transmit().pending();
        while (pending > 0) {
            long result = Syscalls.sendto(fd, Abi.MSG_DONTWAIT);
            int before = pending;
            pending = transmit().pending();
            if (result != -Errno.EAGAIN || pending == before) {
                break;
            }
        }
        return pending;
    }

    /** Whether frames go between interface and memory without a copy. */
    public boolean isZeroCopy() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(Integer.BYTES, Integer.BYTES);
            read(arena, Abi.XDP_OPTIONS, options, "the options");
            return (options.get(ValueLayout.JAVA_INT, 0) & Abi.XDP_OPTIONS_ZEROCOPY) != 0;
        }
    }

    /** What it lost so far. Any thread may ask. */
    public XskStatistics statistics() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment counts = arena.allocate(Abi.STATISTICS_SIZE, Long.BYTES);
            read(arena, Abi.XDP_STATISTICS, counts, "the statistics");
            return new XskStatistics(
                    counts.get(ValueLayout.JAVA_LONG, Abi.STATISTICS_RX_DROPPED),
                    counts.get(ValueLayout.JAVA_LONG, Abi.STATISTICS_RX_INVALID_DESCS),
                    counts.get(ValueLayout.JAVA_LONG, Abi.STATISTICS_TX_INVALID_DESCS),
                    counts.get(ValueLayout.JAVA_LONG, Abi.STATISTICS_RX_RING_FULL),
                    counts.get(ValueLayout.JAVA_LONG, Abi.STATISTICS_RX_FILL_RING_EMPTY_DESCS),
                    counts.get(ValueLayout.JAVA_LONG, Abi.STATISTICS_TX_RING_EMPTY_DESCS));
        }
    }

    private void read(Arena arena, int option, MemorySegment value, String what) {
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) value.byteSize());
        KernelException.check(
                Syscalls.getsockopt(fd, Abi.SOL_XDP, option, value, length),
                "cannot read " + what + " of an AF_XDP socket");
    }

    /** Gives the queue back. Its rings, and the chunks in them, are gone. */
    @Override
    public void close() {
        rings.unmap();
        umem.closed(fd);
        Syscalls.close(fd);
    }
}
