package dev.sluice.linux.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** An address and a port, and how the kernel writes them: struct sockaddr_in or sockaddr_in6. */
record Endpoint(InetAddress address, int port) {
    private static final ValueLayout.OfShort PORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    static int familyOf(InetAddress address) {
        return address instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
    }

    static MemorySegment any(int family, int port, Arena arena) {
        MemorySegment memory =
                arena.allocate(
                        family == Abi.AF_INET ? Abi.SOCKADDR_IN_SIZE : Abi.SOCKADDR_IN6_SIZE, 8);
        memory.set(ValueLayout.JAVA_SHORT, 0, (short) family);
        memory.set(PORT, Abi.SOCKADDR_IN_PORT, (short) port);
        return memory;
    }

    MemorySegment write(Arena arena) {
        int family = familyOf(address);
        MemorySegment memory = any(family, port, arena);
        byte[] bytes = address.getAddress();
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at(family), bytes.length);
        if (address instanceof Inet6Address six) {
            memory.set(ValueLayout.JAVA_INT, Abi.SOCKADDR_IN6_SCOPE, six.getScopeId());
        }
        return memory;
    }

    static Endpoint read(MemorySegment memory) {
        int family = memory.get(ValueLayout.JAVA_SHORT, 0);
        byte[] bytes = new byte[family == Abi.AF_INET ? 4 : 16];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at(family), bytes, 0, bytes.length);
        try {
            int port = memory.get(PORT, Abi.SOCKADDR_IN_PORT) & 0xFFFF;
            InetAddress address = InetAddress.getByAddress(bytes);
            if (address instanceof Inet6Address && address.isLinkLocalAddress()) {
                int scope = memory.get(ValueLayout.JAVA_INT, Abi.SOCKADDR_IN6_SCOPE);
                address = Inet6Address.getByAddress(null, bytes, scope);
            }
            return new Endpoint(address, port);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private static int at(int family) {
        return family == Abi.AF_INET ? Abi.SOCKADDR_IN_ADDR : Abi.SOCKADDR_IN6_ADDR;
    }
}
