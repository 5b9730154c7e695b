package dev.sluice.linux.socket;

import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;

/**
 * Has the kernel sign and check every TCP segment to and from an address (RFC 2385): struct
 * tcp_md5sig.
 */
final class Signing {
    private Signing() {}

    static void set(int fd, InetAddress peer, byte[] key) {
        if (key.length == 0 || key.length > Abi.TCP_MD5SIG_MAXKEYLEN) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + Abi.TCP_MD5SIG_MAXKEYLEN + " bytes, not " + key.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment option = arena.allocate(Abi.TCP_MD5SIG_SIZE, 8);
            option.copyFrom(new Endpoint(peer, 0).write(arena));
            option.set(ValueLayout.JAVA_SHORT, Abi.TCP_MD5SIG_KEYLEN, (short) key.length);
            MemorySegment.copy(
                    key, 0, option, ValueLayout.JAVA_BYTE, Abi.TCP_MD5SIG_KEY, key.length);
            int result = Syscalls.setsockopt(fd, Abi.IPPROTO_TCP, Abi.TCP_MD5SIG, option);
            option.fill((byte) 0);
            KernelException.check(result, "cannot have segments signed");
        }
    }
}
