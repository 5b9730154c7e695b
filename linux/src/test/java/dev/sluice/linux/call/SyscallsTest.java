package dev.sluice.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SyscallsTest {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int MSG_DONTWAIT = 0x40;
    private static final ValueLayout.OfShort PORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    @Test
    void a_datagram_goes_from_one_socket_to_another() {
        try (Arena arena = Arena.ofConfined()) {
            int from = Syscalls.socket(AF_INET, SOCK_DGRAM, 0);
            int to = Syscalls.socket(AF_INET, SOCK_DGRAM, 0);
            MemorySegment address = arena.allocate(16, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
            address.set(ValueLayout.JAVA_INT, 4, 0x0100007f);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 16);
            MemorySegment bytes = arena.allocateFrom("sluice");

            assertThat(Syscalls.bind(to, address)).isZero();
            assertThat(Syscalls.getsockname(to, address, length)).isZero();
            assertThat(address.get(PORT, 2)).isNotZero();
            assertThat(Syscalls.recv(to, bytes, 6, MSG_DONTWAIT)).isEqualTo(-Errno.EAGAIN);
            assertThat(Syscalls.sendto(from, bytes, 6, 0, address)).isEqualTo(6);
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(ValueLayout.JAVA_INT, 0, to);
            poll.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
            assertThat(Syscalls.poll(poll, 1, 10_000)).isEqualTo(1);
            assertThat(Syscalls.recv(to, bytes.fill((byte) 0), 6, 0)).isEqualTo(6);
            assertThat(bytes.getString(0)).isEqualTo("sluice");
            assertThat(Syscalls.poll(poll, 1, 0)).isZero();

            assertThat(Syscalls.close(from)).isZero();
            assertThat(Syscalls.close(to)).isZero();
            assertThat(Syscalls.close(to)).isEqualTo(-Errno.EBADF);
        }
    }

    @Test
    void an_option_that_is_an_int_is_set_and_read() {
        try (Arena arena = Arena.ofConfined()) {
            int socket = Syscalls.socket(AF_INET, SOCK_DGRAM, 0);
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, 4);

            assertThat(Syscalls.setsockopt(socket, SOL_SOCKET, SO_RCVBUF, 10_000)).isZero();
            assertThat(Syscalls.getsockopt(socket, SOL_SOCKET, SO_RCVBUF, value, length)).isZero();

            assertThat(value.get(ValueLayout.JAVA_INT, 0)).isEqualTo(20_000);
            Syscalls.close(socket);
        }
    }

    @Test
    void memory_is_mapped_and_unmapped() {
        int privateAnonymous = 0x22;
        int readWrite = 3;
        long address = Syscalls.mmap(8192, readWrite, privateAnonymous, -1, 0);
        assertThat(Errno.isError(address)).isFalse();

        MemorySegment memory = Syscalls.memoryAt(address, 8192);
        memory.set(ValueLayout.JAVA_LONG, 8184, 42);

        assertThat(memory.get(ValueLayout.JAVA_LONG, 8184)).isEqualTo(42);
        assertThat(Syscalls.munmap(memory)).isZero();
        assertThat(Syscalls.mmap(0, readWrite, privateAnonymous, -1, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void a_refusal_has_a_name_and_words() {
        int fd = Syscalls.open("/no/such/file", 0);

        assertThat(fd).isEqualTo(-Errno.ENOENT);
        assertThatThrownBy(() -> KernelException.check(fd, "cannot open the file"))
                .isInstanceOf(KernelException.class)
                .hasMessage("cannot open the file: no such file or directory (ENOENT)");
        assertThat(Errno.describe(4000)).isEqualTo("unknown reason (errno 4000)");
    }

    @Test
    void memory_of_the_heap_is_refused() {
        assertThatThrownBy(() -> Syscalls.write(1, MemorySegment.ofArray(new byte[4]), 4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
