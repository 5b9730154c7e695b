package dev.sluice.linux.xdp;

/**
 * The kernel's numbers for AF_XDP: include/uapi/linux/if_xdp.h, sys/mman.h and sys/socket.h. A test
 * compares each with what a C program printed. Those of a structure are where a field lies in it.
 */
final class Abi {
    static final int AF_XDP = 44;
    static final int SOL_XDP = 283;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUFFORCE = 32;
    static final int MSG_DONTWAIT = 0x40;

    static final int XDP_MMAP_OFFSETS = 1;
    static final int XDP_RX_RING = 2;
    static final int XDP_TX_RING = 3;
    static final int XDP_UMEM_REG = 4;
    static final int XDP_UMEM_FILL_RING = 5;
    static final int XDP_UMEM_COMPLETION_RING = 6;
    static final int XDP_STATISTICS = 7;
    static final int XDP_OPTIONS = 8;
    static final int XDP_MAX_TX_SKB_BUDGET = 9;
    static final int XDP_OPTIONS_ZEROCOPY = 1;

    static final int XDP_SHARED_UMEM = 1;
    static final int XDP_COPY = 2;
    static final int XDP_ZEROCOPY = 4;
    static final int XDP_USE_NEED_WAKEUP = 8;
    static final int XDP_RING_NEED_WAKEUP = 1;

    static final long XDP_PGOFF_RX_RING = 0;
    static final long XDP_PGOFF_TX_RING = 0x8000_0000L;
    static final long XDP_UMEM_PGOFF_FILL_RING = 0x1_0000_0000L;
    static final long XDP_UMEM_PGOFF_COMPLETION_RING = 0x1_8000_0000L;

    static final int UMEM_REG_SIZE = 32;
    static final int UMEM_REG_ADDR = 0;
    static final int UMEM_REG_LEN = 8;
    static final int UMEM_REG_CHUNK_SIZE = 16;
    static final int UMEM_REG_HEADROOM = 20;
    static final int UMEM_REG_FLAGS = 24;

    static final int SOCKADDR_SIZE = 16;
    static final int SOCKADDR_FAMILY = 0;
    static final int SOCKADDR_FLAGS = 2;
    static final int SOCKADDR_IFINDEX = 4;
    static final int SOCKADDR_QUEUE_ID = 8;
    static final int SOCKADDR_SHARED_UMEM_FD = 12;

    static final int RING_OFFSET_SIZE = 32;
    static final int RING_OFFSET_PRODUCER = 0;
    static final int RING_OFFSET_CONSUMER = 8;
    static final int RING_OFFSET_DESC = 16;
    static final int RING_OFFSET_FLAGS = 24;
    static final int MMAP_OFFSETS_SIZE = 128;
    static final int MMAP_OFFSETS_RX = 0;
    static final int MMAP_OFFSETS_TX = 32;
    static final int MMAP_OFFSETS_FR = 64;
    static final int MMAP_OFFSETS_CR = 96;

    static final int DESC_SIZE = 16;
    static final int DESC_ADDR = 0;
    static final int DESC_LEN = 8;
    static final int DESC_OPTIONS = 12;

    static final int STATISTICS_SIZE = 48;
    static final int STATISTICS_RX_DROPPED = 0;
    static final int STATISTICS_RX_INVALID_DESCS = 8;
    static final int STATISTICS_TX_INVALID_DESCS = 16;
    static final int STATISTICS_RX_RING_FULL = 24;
    static final int STATISTICS_RX_FILL_RING_EMPTY_DESCS = 32;
    static final int STATISTICS_TX_RING_EMPTY_DESCS = 40;

    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_POPULATE = 0x8000;
    static final int MADV_HUGEPAGE = 14;

    private Abi() {}
}
