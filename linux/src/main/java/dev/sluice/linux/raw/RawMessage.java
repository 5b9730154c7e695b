package dev.sluice.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What a raw socket receives and sends: content, addresses, and what the kernel says or is told
 * beside it. recvmsg(2), cmsg(3), ipv6(7).
 *
 * <pre>
 *   struct msghdr:   name | name length | iovec | count | control | control length | flags
 *   struct cmsghdr:  length, 8 | level, 4 | type, 4 | content, padded to 8
 *   in_pktinfo:      interface, 4 | local address, 4 | destination, 4
 *   in6_pktinfo:     address, 16 | interface, 4
 * </pre>
 */
public final class RawMessage {
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_HOPLIMIT = 52;

    private static final int PACKET_MAX = 2048;
    private static final int NAME_MAX = 28;
    private static final int CONTROL_MAX = 128;
    private static final int CMSG_HEADER = 16;

    private static final int NAME_LENGTH_AT = 8;
    private static final int IOVEC_AT = 16;
    private static final int IOVEC_COUNT_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;

    private final boolean ipv6;
    private final MemorySegment header;
    private final MemorySegment name;
    private final MemorySegment iovec;
    private final MemorySegment control;
    private final MemorySegment room;
    private int length;

    RawMessage(Arena arena, boolean ipv6) {
        this.ipv6 = ipv6;
        this.header = arena.allocate(56, 8);
        this.name = arena.allocate(NAME_MAX, 8);
        this.iovec = arena.allocate(16, 8);
        this.control = arena.allocate(CONTROL_MAX, 8);
        this.room = arena.allocate(PACKET_MAX, 8);
        header.set(ValueLayout.ADDRESS, 0, name);
        header.set(ValueLayout.ADDRESS, IOVEC_AT, iovec);
        header.set(ValueLayout.JAVA_LONG, IOVEC_COUNT_AT, 1);
        header.set(ValueLayout.ADDRESS, CONTROL_AT, control);
    }

    MemorySegment toReceive() {
        lengths(NAME_MAX, CONTROL_MAX);
        iovec.set(ValueLayout.ADDRESS, 0, room);
        iovec.set(ValueLayout.JAVA_LONG, 8, PACKET_MAX);
        return header;
    }

    private void lengths(int nameBytes, long controlBytes) {
        header.set(ValueLayout.JAVA_INT, NAME_LENGTH_AT, nameBytes);
        header.set(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT, controlBytes);
    }

    void received(int bytes) {
        length = bytes;
    }

    /** The packet: of IPv4 with its header, of IPv6 without. */
    public MemorySegment content() {
        return room.asSlice(0, length);
    }

    /** Whom it came from. */
    public InetAddress source() {
        return ipv6 ? address(name, 8, 16) : address(name, 4, 4);
    }

    /** Whom an IPv6 packet was for; the unspecified address where the kernel did not say. */
    public InetAddress destination() {
        long at = find(IPV6_PKTINFO);
        return at < 0
                ? address(room.asSlice(0, 16).fill((byte) 0), 0, 16)
                : address(control, at, 16);
    }

    /** The hop limit of an IPv6 packet; -1 where the kernel did not say. */
    public int hopLimit() {
        long at = find(IPV6_HOPLIMIT);
        return at < 0 ? -1 : control.get(ValueLayout.JAVA_INT, at);
    }

    /** Where the content of an ancillary word of IPv6 begins; -1 if there is none. */
    private long find(int type) {
        long end = Math.min(CONTROL_MAX, header.get(ValueLayout.JAVA_LONG, CONTROL_LENGTH_AT));
        long at = 0;
        while (at + CMSG_HEADER <= end) {
            long bytes = control.get(ValueLayout.JAVA_LONG, at);
            if (control.get(ValueLayout.JAVA_INT, at + 8) == IPPROTO_IPV6
                    && control.get(ValueLayout.JAVA_INT, at + 12) == type) {
                return at + CMSG_HEADER;
            }
            at += Math.max(CMSG_HEADER, bytes + 7 & ~7);
        }
        return -1;
    }

    MemorySegment toSend(
            MemorySegment content, long bytes, InetAddress from, InetAddress to, int ifindex) {
        iovec.set(ValueLayout.ADDRESS, 0, content);
        iovec.set(ValueLayout.JAVA_LONG, 8, bytes);
        name.fill((byte) 0);
        control.fill((byte) 0);
        if (ipv6) {
            name.set(ValueLayout.JAVA_SHORT, 0, AF_INET6);
            put(to, name, 8);
            name.set(ValueLayout.JAVA_INT, 24, ifindex);
            cmsg(IPPROTO_IPV6, IPV6_PKTINFO, 20);
            put(from, control, CMSG_HEADER);
            control.set(ValueLayout.JAVA_INT, CMSG_HEADER + 16, ifindex);
            lengths(NAME_MAX, CMSG_HEADER + 24);
        } else {
            name.set(ValueLayout.JAVA_SHORT, 0, AF_INET);
            put(to, name, 4);
            cmsg(IPPROTO_IP, IP_PKTINFO, 12);
            control.set(ValueLayout.JAVA_INT, CMSG_HEADER, ifindex);
            put(from, control, CMSG_HEADER + 4);
            lengths(16, CMSG_HEADER + 16);
        }
        return header;
    }

    private void cmsg(int level, int type, int bytes) {
        control.set(ValueLayout.JAVA_LONG, 0, CMSG_HEADER + bytes);
        control.set(ValueLayout.JAVA_INT, 8, level);
        control.set(ValueLayout.JAVA_INT, 12, type);
    }

    private static void put(InetAddress address, MemorySegment memory, long at) {
        byte[] bytes = address.getAddress();
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
    }

    private static InetAddress address(MemorySegment memory, long at, int bytes) {
        try {
            return InetAddress.getByAddress(
                    memory.asSlice(at, bytes).toArray(ValueLayout.JAVA_BYTE));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
