package dev.sluice.linux.bpf;

import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.call.NativeMemory.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.call.Errno;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What programs and a process share without a system call for each access. */
class SharedMemoryTest {
    private static final byte[] FRAME = new byte[64];
    private static final int RING_BYTES = 4096;

    @BeforeAll
    static void needs_root() {
        Root.needed();
    }

    @Test
    void what_a_map_is_told_stands_in_its_memory() {
        try (BpfMap map = BpfMap.create("shared", MapShape.sharedArray(12, 1000));
                MapMemory memory = MapMemory.ofArray(map)) {
            map.put(BpfMap.bytesOf(999), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
            long at = memory.address() + 999L * MapMemory.elementBytes(map.shape());

            assertThat(ALL.get(ValueLayout.JAVA_BYTE, at + 11)).isEqualTo((byte) 12);
            ALL.set(ValueLayout.JAVA_BYTE, at, (byte) 7);
            assertThat(map.get(BpfMap.bytesOf(999))).startsWith((byte) 7, (byte) 2);
        }
    }

    @Test
    void an_element_is_put_read_and_removed_through_the_same_memory() {
        try (BpfMap map = BpfMap.create("elements", MapShape.fullHash(4, 4, 1));
                MapElement element = new MapElement(map)) {
            ALL.set(ValueLayout.JAVA_INT, element.keyAt(), 5);
            ALL.set(ValueLayout.JAVA_INT, element.valueAt(), 55);
            assertThat(element.put()).isZero();
            ALL.set(ValueLayout.JAVA_INT, element.valueAt(), 0);
            assertThat(element.get()).isZero();
            assertThat(ALL.get(ValueLayout.JAVA_INT, element.valueAt())).isEqualTo(55);

            ALL.set(ValueLayout.JAVA_INT, element.keyAt(), 6);
            assertThat(element.get()).isEqualTo(-Errno.ENOENT);
            assertThat(element.put()).isNegative();
            ALL.set(ValueLayout.JAVA_INT, element.keyAt(), 5);
            assertThat(element.remove()).isZero();
            assertThat(element.remove()).isEqualTo(-Errno.ENOENT);
        }
    }

    @Test
    void what_a_program_says_is_read_in_order_round_and_round() {
        try (BpfMap ring = BpfMap.create("ring", MapShape.ring(RING_BYTES));
                BpfMap counts = BpfMap.create("counts", MapShape.array(8, 1));
                BpfProgram program = BpfProgram.xdp("says", saying(ring, counts));
                RingReader reader = new RingReader(ring)) {
            assertThat(reader.next()).isZero();
            for (int round = 0; round < 3 * RING_BYTES / 16; round++) {
                TestRun.once(program, FRAME);
                long at = reader.next();
                assertThat(at).isNotZero();
                assertThat(ALL.get(ValueLayout.JAVA_LONG, at)).isEqualTo(round + 1);
                assertThat(reader.next()).isZero();
            }
        }
    }

    @Test
    void nothing_is_said_that_there_is_no_room_for() {
        try (BpfMap ring = BpfMap.create("ring", MapShape.ring(RING_BYTES));
                BpfMap counts = BpfMap.create("counts", MapShape.array(8, 1));
                BpfProgram program = BpfProgram.xdp("says", saying(ring, counts));
                RingReader reader = new RingReader(ring)) {
            TestRun.repeated(program, FRAME, RING_BYTES);
            int heard = 0;
            while (reader.next() != 0) {
                heard++;
            }
            assertThat(heard).isBetween(1, RING_BYTES / 16);
            RunningPrograms.await();
        }
    }

    /** Says how often it has run. */
    private static ProgramText saying(BpfMap ring, BpfMap counts) {
        var p = new ProgramText();
        Label none = p.label("none");
        p.store(Width.INT, STACK, -4, 0).lookUp(counts, -4);
        p.jumpIf(R0, Condition.EQUALS, 0, none);
        p.load(LONG, R1, R0, 0).add(R1, 1).store(LONG, R0, 0, R1).store(LONG, STACK, -16, R1);
        p.setMap(R1, ring).set(R2, STACK).add(R2, -16).set(R3, 8).set(R4, 0);
        p.call(KernelFunction.RING_SAY);
        return p.place(none).set(R0, XdpAction.PASS.number()).exit();
    }
}
