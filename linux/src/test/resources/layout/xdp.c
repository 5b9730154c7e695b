/* Prints the numbers that dev.sluice.linux.xdp.Abi repeats, for xdp.txt beside it:
 *   gcc -o /tmp/xdp xdp.c && /tmp/xdp > xdp.txt
 */
#define _GNU_SOURCE
#include <linux/if_xdp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>

#ifndef XDP_MAX_TX_SKB_BUDGET /* since Linux 6.17 */
#define XDP_MAX_TX_SKB_BUDGET 9
#endif

#define NUMBER(name) printf("%s %lld\n", #name, (long long)(name))
#define SIZE(name, type) printf("%s_SIZE %zu\n", name, sizeof(struct type))
#define FIELD(name, type, field) printf("%s %zu\n", name, offsetof(struct type, field))

int main(void) {
    NUMBER(AF_XDP);
    NUMBER(SOL_XDP);
    NUMBER(SOCK_RAW);
    NUMBER(SOCK_CLOEXEC);
    NUMBER(SOL_SOCKET);
    NUMBER(SO_SNDBUFFORCE);
    NUMBER(MSG_DONTWAIT);
    NUMBER(XDP_MMAP_OFFSETS);
    NUMBER(XDP_RX_RING);
    NUMBER(XDP_TX_RING);
    NUMBER(XDP_UMEM_REG);
    NUMBER(XDP_UMEM_FILL_RING);
    NUMBER(XDP_UMEM_COMPLETION_RING);
    NUMBER(XDP_STATISTICS);
    NUMBER(XDP_OPTIONS);
    NUMBER(XDP_MAX_TX_SKB_BUDGET);
    NUMBER(XDP_OPTIONS_ZEROCOPY);
    NUMBER(XDP_SHARED_UMEM);
    NUMBER(XDP_COPY);
    NUMBER(XDP_ZEROCOPY);
    NUMBER(XDP_USE_NEED_WAKEUP);
    NUMBER(XDP_RING_NEED_WAKEUP);
    NUMBER(XDP_PGOFF_RX_RING);
    NUMBER(XDP_PGOFF_TX_RING);
    NUMBER(XDP_UMEM_PGOFF_FILL_RING);
    NUMBER(XDP_UMEM_PGOFF_COMPLETION_RING);
    printf("UMEM_REG_SIZE 32\n"); /* with tx_metadata_len, since Linux 6.8 */
    FIELD("UMEM_REG_ADDR", xdp_umem_reg, addr);
    FIELD("UMEM_REG_LEN", xdp_umem_reg, len);
    FIELD("UMEM_REG_CHUNK_SIZE", xdp_umem_reg, chunk_size);
    FIELD("UMEM_REG_HEADROOM", xdp_umem_reg, headroom);
    FIELD("UMEM_REG_FLAGS", xdp_umem_reg, flags);
    SIZE("SOCKADDR", sockaddr_xdp);
    FIELD("SOCKADDR_FAMILY", sockaddr_xdp, sxdp_family);
    FIELD("SOCKADDR_FLAGS", sockaddr_xdp, sxdp_flags);
    FIELD("SOCKADDR_IFINDEX", sockaddr_xdp, sxdp_ifindex);
    FIELD("SOCKADDR_QUEUE_ID", sockaddr_xdp, sxdp_queue_id);
    FIELD("SOCKADDR_SHARED_UMEM_FD", sockaddr_xdp, sxdp_shared_umem_fd);
    SIZE("RING_OFFSET", xdp_ring_offset);
    FIELD("RING_OFFSET_PRODUCER", xdp_ring_offset, producer);
    FIELD("RING_OFFSET_CONSUMER", xdp_ring_offset, consumer);
    FIELD("RING_OFFSET_DESC", xdp_ring_offset, desc);
    FIELD("RING_OFFSET_FLAGS", xdp_ring_offset, flags);
    SIZE("MMAP_OFFSETS", xdp_mmap_offsets);
    FIELD("MMAP_OFFSETS_RX", xdp_mmap_offsets, rx);
    FIELD("MMAP_OFFSETS_TX", xdp_mmap_offsets, tx);
    FIELD("MMAP_OFFSETS_FR", xdp_mmap_offsets, fr);
    FIELD("MMAP_OFFSETS_CR", xdp_mmap_offsets, cr);
    SIZE("DESC", xdp_desc);
    FIELD("DESC_ADDR", xdp_desc, addr);
    FIELD("DESC_LEN", xdp_desc, len);
    FIELD("DESC_OPTIONS", xdp_desc, options);
    SIZE("STATISTICS", xdp_statistics);
    FIELD("STATISTICS_RX_DROPPED", xdp_statistics, rx_dropped);
    FIELD("STATISTICS_RX_INVALID_DESCS", xdp_statistics, rx_invalid_descs);
    FIELD("STATISTICS_TX_INVALID_DESCS", xdp_statistics, tx_invalid_descs);
    FIELD("STATISTICS_RX_RING_FULL", xdp_statistics, rx_ring_full);
    FIELD("STATISTICS_RX_FILL_RING_EMPTY_DESCS", xdp_statistics, rx_fill_ring_empty_descs);
    FIELD("STATISTICS_TX_RING_EMPTY_DESCS", xdp_statistics, tx_ring_empty_descs);
    NUMBER(PROT_READ);
    NUMBER(PROT_WRITE);
    NUMBER(MAP_SHARED);
    NUMBER(MAP_PRIVATE);
    NUMBER(MAP_ANONYMOUS);
    NUMBER(MAP_POPULATE);
    NUMBER(MADV_HUGEPAGE);
    return 0;
}
