package dev.sluice.linux.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.TestSpaces;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.call.Polls;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames over real veth pairs. */
class XskSocketTest {
    private static final long DEADLINE_NS = 60_000_000_000L;
    private static final RingSizes SMALL = new RingSizes(64, 64);
    private static final int NUMBER_AT = 20;

    private TestSpaces spaces;
    private NetworkSpace near;
    private NetworkSpace far;

    @BeforeEach
    void begin() {
        spaces = TestSpaces.of("xsk");
        near = spaces.create("near");
        far = spaces.create("far");
        for (NetworkSpace space : List.of(near, far)) {
            space.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
        }
    }

    @AfterEach
    void end() {
        if (spaces != null) {
            spaces.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void frames_go_there_and_back_by_every_queue(int queues) {
        wire("a", queues);
        try (XskEnd here = new XskEnd(near, 1024, SMALL).take("a0", queues);
                XskEnd there = new XskEnd(far, 1024, SMALL).take("a1", queues)) {
            var back = new BitSet();
            int[] sent = {0};
            int wanted = 2000;
            await(() -> {
                for (int queue = 0; queue < queues; queue++) {
                    for (int i = 0; i < 32 && sent[0] < wanted; i++) {
                        if (sent[0] - back.cardinality() < 32 && here.send(queue, frame(sent[0]))) {
                            sent[0]++;
                        }
                    }
                    here.wake();
                    there.bounce(queue, queue);
                    here.receive(queue).forEach(frame -> back.set(number(frame)));
                }
                return back.cardinality() == wanted;
            });
            await(here::isEveryChunkInOnePlace);
            await(there::isEveryChunkInOnePlace);
        }
    }

    @Test
    void a_frame_goes_from_one_interface_to_another_without_leaving_its_chunk() {
        wire("a", 1);
        wire("b", 1);
        try (XskEnd middle = new XskEnd(near, 512, SMALL).take("a0", 1).take("b0", 1);
                XskEnd ends = new XskEnd(far, 512, SMALL).take("a1", 1).take("b1", 1)) {
            byte[] frame = frame(7);
            assertThat(ends.send(0, frame)).isTrue();
            ends.wake();

            await(() -> middle.bounce(0, 1) == 1);
            await(() -> equal(ends.receive(1), frame));

            await(middle::isEveryChunkInOnePlace);
        }
    }

    @Test
    void more_frames_than_the_kernel_takes_at_a_time_are_sent_at_once() {
        wire("a", 1);
        var large = new RingSizes(512, 512);
        try (XskEnd here = new XskEnd(near, 1024, large).take("a0", 1);
                XskEnd there = new XskEnd(far, 1024, large).take("a1", 1)) {
            for (int i = 0; i < 300; i++) {
                assertThat(here.send(0, frame(i))).isTrue();
            }

            assertThat(here.sockets.getFirst().wakeTransmit()).isZero();

            assertThat(there.sockets.getFirst().statistics().lost()).isLessThanOrEqualTo(300);
        }
    }

    @Test
    void frames_that_find_no_chunk_are_counted() {
        wire("a", 1);
        try (XskEnd here = new XskEnd(near, 512, SMALL).take("a0", 1);
                XskEnd there = new XskEnd(far, 512, SMALL).take("a1", 1)) {
            int[] sent = {0};
            await(() -> {
                if (sent[0] < 200 && here.send(0, frame(sent[0]))) {
                    sent[0]++;
                }
                here.wake();
                return sent[0] == 200;
            });

            XskSocket full = there.sockets.getFirst();
            await(() -> full.receive().available(64) == 64);
            await(() -> full.statistics().lost() + full.statistics().fillEmpty() > 0);
            assertThat(full.statistics().receiveInvalid()).isZero();
        }
    }

    @Test
    void a_waiting_thread_is_woken_by_a_frame() {
        wire("a", 1);
        try (XskEnd here = new XskEnd(near, 512, SMALL).take("a0", 1);
                XskEnd there = new XskEnd(far, 512, SMALL).take("a1", 1);
                Polls polls = new Polls(1)) {
            int place = polls.add(there.sockets.getFirst().fd());
            assertThat(polls.await(0)).isZero();

            here.send(0, frame(1));
            here.wake();

            assertThat(polls.await(30_000)).isEqualTo(1);
            assertThat(polls.isReady(place)).isTrue();
        }
    }

    @Test
    void a_queue_is_free_again_soon_after_its_socket_closed() {
        wire("a", 1);
        for (int round = 0; round < 5; round++) {
            try (XskEnd here = new XskEnd(near, 512, SMALL).take("a0", 1)) {
                assertThat(here.sockets).hasSize(1);
                assertThat(here.sockets.getFirst().isZeroCopy()).isFalse();
            }
        }
    }

    @Test
    void a_queue_that_is_taken_is_refused_in_words() {
        wire("a", 1);
        int index = index("a0");
        try (XskEnd here = new XskEnd(near, 512, SMALL).take("a0", 1);
                Umem other = Umem.allocate(64, 2048)) {
            assertThat(here.sockets).hasSize(1);
            assertThatThrownBy(() -> open(other, index, 0))
                    .isInstanceOfSatisfying(
                            KernelException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY))
                    .hasMessageStartingWith("cannot take queue 0 of interface " + index);
            assertThatThrownBy(() -> open(other, index, 9))
                    .isInstanceOfSatisfying(
                            KernelException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
        }
    }

    @Test
    void a_chunk_fits_the_frames_of_an_interface() {
        assertThat(Umem.chunkBytesFor(1500)).isEqualTo(2048);
        assertThat(Umem.chunkBytesFor(1774)).isEqualTo(4096);
        assertThat(Umem.chunkBytesFor(3500)).isEqualTo(4096);
        assertThat(Umem.chunkBytesFor(9000)).isZero();
        assertThatThrownBy(() -> Umem.allocate(64, 1024))
                .hasMessage("a chunk has 2048 or 4096 bytes, not 1024");
    }

    private XskSocket open(Umem umem, int index, int queue) {
        return near.call(() -> XskSocket.open(umem, index, queue, SMALL, CopyMode.COPY, 50));
    }

    /** A pair of interfaces, name0 here and name1 over there. */
    private void wire(String name, int queues) {
        try (Netlink netlink = near.netlink();
                Netlink other = far.netlink()) {
            netlink.links()
                    .createVeth(
                            VethEnd.here(name + 0, queues),
                            new VethEnd(name + 1, queues, far.fd()));
            netlink.links().up(netlink.links().index(name + 0));
            other.links().up(other.links().index(name + 1));
        }
    }

    private int index(String name) {
        try (Netlink netlink = near.netlink()) {
            return netlink.links().index(name);
        }
    }

    private static byte[] frame(int number) {
        return ByteBuffer.allocate(64)
                .putShort(12, (short) 0x88B5)
                .putInt(NUMBER_AT, number)
                .array();
    }

    private static int number(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(NUMBER_AT);
    }

    private static boolean equal(List<byte[]> frames, byte[] wanted) {
        return frames.size() == 1 && Arrays.equals(frames.getFirst(), wanted);
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(20_000);
        }
    }
}
