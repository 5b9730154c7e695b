package dev.sluice.linux.bpf;

import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.AT_LEAST;
import static dev.sluice.linux.bpf.Condition.AT_MOST;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.R4;
import static dev.sluice.linux.bpf.Register.R5;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BpfProgramTest {
    private static final byte[] FRAME = new byte[64];

    @BeforeAll
    static void needs_root() {
        Root.needed();
    }

    @Test
    void a_program_is_loaded_and_says_its_name() {
        var p = new ProgramText().set(R0, XdpAction.PASS.number()).exit();

        try (BpfProgram program = BpfProgram.xdp("sluice-filter-of-eth0", p)) {
            assertThat(program.id()).isPositive();
            assertThat(program.kernelName()).isEqualTo("sluice_filter_o");
            assertThat(TestRun.once(program, FRAME).action()).isEqualTo(XdpAction.PASS);
        }
    }

    @Test
    void the_verifiers_words_are_in_the_exception() {
        var p = new ProgramText().load(INT, R0, R1, 0).load(INT, R0, R0, 0).exit();

        assertThatThrownBy(() -> BpfProgram.xdp("wrong", p))
                .isInstanceOf(KernelException.class)
                .hasMessageStartingWith("cannot load the BPF program wrong: permission denied")
                .hasMessageContaining("invalid access to packet")
                .extracting(e -> ((KernelException) e).errno())
                .isEqualTo(Errno.EACCES);
    }

    @Test
    void numbers_are_computed_as_the_calls_read() {
        var p = new ProgramText();
        p.set(R1, 1000).set(R2, R1).add(R2, 24).shiftRight(R2, 4); // 64
        p.subtract(R1, R2).and(R1, 0xff); // 936 & 255 = 168
        p.set(R3, 0x0f).or(R1, R3).xor(R1, R3); // 160
        p.setLong(R4, 0x1122_3344_5566_7788L).turnAround(LONG, R4).and(R4, 0xff); // 0x11
        p.set(R5, 1).shiftLeft(R5, 3).add(R1, R4).add(R1, R5); // 185
        p.set(R0, R1).exit();

        assertThat(answerOf(p)).isEqualTo(160 + 0x11 + 8);
    }

    @Test
    void memory_is_stored_and_loaded_by_every_width() {
        var p = new ProgramText();
        p.store(LONG, STACK, -8, 0).store(BYTE, STACK, -8, 1).store(SHORT, STACK, -6, 2);
        p.set(R2, 3).store(INT, STACK, -4, R2).addAtomically(INT, STACK, -4, R2);
        p.load(BYTE, R0, STACK, -8).load(SHORT, R3, STACK, -6).load(INT, R4, STACK, -4);
        p.shiftLeft(R3, 8).shiftLeft(R4, 16).or(R0, R3).or(R0, R4).exit();

        assertThat(answerOf(p)).isEqualTo(0x06_02_01);
    }

    @Test
    void jumps_are_taken_as_their_conditions_say() {
        var p = new ProgramText();
        Label wrong = p.label("wrong");
        Label right = p.label("right");
        Label begin = p.label("begin");
        p.jump(begin).place(right).set(R0, 100).exit();
        p.place(begin).load(INT, R2, R1, XdpFields.RX_QUEUE).add(R2, 5).set(R3, R2);
        p.jumpIf(R2, EQUALS, 4, wrong).jumpIf(R2, DIFFERS, R3, wrong);
        p.jumpIf(R2, ABOVE, 5, wrong).jumpIf(R2, BELOW, R3, wrong);
        p.jumpIf(R2, AT_LEAST, 6, wrong).jumpIf(R2, AT_MOST, 4, wrong);
        p.jumpIf(R2, HAS_ANY, 2, wrong).jumpIf(R2, HAS_ANY, 4, right);
        p.place(wrong).set(R0, 1).exit();

        assertThat(answerOf(p)).isEqualTo(100);
    }

    @Test
    void a_map_is_shared_with_the_program() {
        try (BpfMap map = BpfMap.create("numbers", MapShape.hash(4, 4, 10))) {
            map.put(7, 41);
            var p = new ProgramText();
            Label none = p.label("none");
            p.store(INT, STACK, -4, 7).set(R2, STACK).add(R2, -4).setMap(R1, map);
            p.call(KernelFunction.MAP_LOOKUP).jumpIf(R0, EQUALS, 0, none);
            p.set(R1, 1).addAtomically(INT, R0, 0, R1).load(INT, R0, R0, 0);
            p.place(none).exit();

            assertThat(answerOf(p)).isEqualTo(42);
            assertThat(map.get(BpfMap.bytesOf(7))).isEqualTo(BpfMap.bytesOf(42));
        }
    }

    @Test
    void a_label_that_is_nowhere_or_twice_is_a_mistake() {
        var p = new ProgramText();
        Label nowhere = p.label("nowhere");
        p.jump(nowhere).exit();

        assertThatThrownBy(p::instructions).hasMessageContaining("nowhere");
        p.place(nowhere);
        assertThatThrownBy(() -> p.place(nowhere)).hasMessageContaining("two places");
    }

    /** Verdicts beyond the known ones come back as they are. */
    private static int answerOf(ProgramText text) {
        try (BpfProgram program = BpfProgram.xdp("test", text)) {
            return TestRun.verdict(program, FRAME);
        }
    }
}
