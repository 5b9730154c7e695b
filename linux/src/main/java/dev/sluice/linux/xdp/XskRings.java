package dev.sluice.linux.xdp;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** The four rings of a socket. */
record XskRings(
        ProducerRing fill,
        ConsumerRing receive,
        ProducerRing transmit,
        ConsumerRing completion,
        List<MappedRing> mapped) {

    /** Sizes a new socket's rings and maps them. */
    static XskRings make(int socket, RingSizes sizes) {
        size(socket, Abi.XDP_UMEM_FILL_RING, sizes.receive());
        size(socket, Abi.XDP_UMEM_COMPLETION_RING, sizes.transmit());
        size(socket, Abi.XDP_RX_RING, sizes.receive());
        size(socket, Abi.XDP_TX_RING, sizes.transmit());
        letSendMuch(socket, sizes.transmit());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offsets = offsets(socket, arena);
            return map(socket, sizes, offsets);
        }
    }

    private static void size(int socket, int ring, int entries) {
        KernelException.check(
                Syscalls.setsockopt(socket, Abi.SOL_XDP, ring, entries),
                "cannot make a ring of " + entries + " entries");
    }

    /**
     * The kernel sends 32 frames each time it is woken unless told otherwise, which it can be since
     * Linux 6.17, and holds back when more bytes are on their way than a socket's buffer allows.
     * Where it cannot be told, it is woken more often: that costs time, and nothing else.
     */
    private static void letSendMuch(int socket, int entries) {
        Syscalls.setsockopt(socket, Abi.SOL_XDP, Abi.XDP_MAX_TX_SKB_BUDGET, entries);
        Syscalls.setsockopt(
                socket, Abi.SOL_SOCKET, Abi.SO_SNDBUFFORCE, entries * BUFFER_BYTES_PER_FRAME);
    }

    private static final int BUFFER_BYTES_PER_FRAME = 4096;

    private static MemorySegment offsets(int socket, Arena arena) {
        MemorySegment offsets = arena.allocate(Abi.MMAP_OFFSETS_SIZE, Long.BYTES);
        MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, Abi.MMAP_OFFSETS_SIZE);
        KernelException.check(
                Syscalls.getsockopt(socket, Abi.SOL_XDP, Abi.XDP_MMAP_OFFSETS, offsets, length),
                "cannot ask where the rings lie");
        int written = length.get(ValueLayout.JAVA_INT, 0);
        if (written != Abi.MMAP_OFFSETS_SIZE) {
            throw new IllegalStateException(
                    "AF_XDP needs Linux 5.4: the kernel describes rings in " + written + " bytes");
        }
        return offsets;
    }

    private static XskRings map(int socket, RingSizes sizes, MemorySegment offsets) {
        var mapped =
                List.of(
                        MappedRing.map(
                                socket,
                                offsets.asSlice(Abi.MMAP_OFFSETS_FR, Abi.RING_OFFSET_SIZE),
                                Abi.XDP_UMEM_PGOFF_FILL_RING,
                                sizes.receive(),
                                Long.BYTES),
                        MappedRing.map(
                                socket,
                                offsets.asSlice(Abi.MMAP_OFFSETS_RX, Abi.RING_OFFSET_SIZE),
                                Abi.XDP_PGOFF_RX_RING,
                                sizes.receive(),
                                Abi.DESC_SIZE),
                        MappedRing.map(
                                socket,
                                offsets.asSlice(Abi.MMAP_OFFSETS_TX, Abi.RING_OFFSET_SIZE),
                                Abi.XDP_PGOFF_TX_RING,
                                sizes.transmit(),
                                Abi.DESC_SIZE),
                        MappedRing.map(
                                socket,
                                offsets.asSlice(Abi.MMAP_OFFSETS_CR, Abi.RING_OFFSET_SIZE),
                                Abi.XDP_UMEM_PGOFF_COMPLETION_RING,
                                sizes.transmit(),
                                Long.BYTES));
        return of(mapped);
    }

    /** Rings that the kernel knows nothing of. */
    static XskRings inMemory(RingSizes sizes) {
        return of(
                List.of(
                        MappedRing.inMemory(sizes.receive(), Long.BYTES),
                        MappedRing.inMemory(sizes.receive(), Abi.DESC_SIZE),
                        MappedRing.inMemory(sizes.transmit(), Abi.DESC_SIZE),
                        MappedRing.inMemory(sizes.transmit(), Long.BYTES)));
    }

    private static XskRings of(List<MappedRing> mapped) {
        return new XskRings(
                new ProducerRing(mapped.get(0)),
                new ConsumerRing(mapped.get(1)),
                new ProducerRing(mapped.get(2)),
                new ConsumerRing(mapped.get(3)),
                mapped);
    }

    void unmap() {
        mapped.forEach(MappedRing::unmap);
    }
}
