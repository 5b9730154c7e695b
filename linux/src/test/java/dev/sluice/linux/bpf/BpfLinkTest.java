package dev.sluice.linux.bpf;

import static dev.sluice.linux.bpf.Register.R0;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BpfLinkTest {
    private static final Path ROOT = Path.of("/sys/fs/bpf");
    private static final int FRAMES = 20_000;

    private static VethSpace space;
    private BpfFolder folder;

    @BeforeAll
    static void make() {
        Root.needed();
        space = new VethSpace("sluice-tbpf");
    }

    @AfterAll
    static void remove() {
        if (space != null) {
            space.close();
        }
    }

    @BeforeEach
    void open() {
        BpfFolder.open(ROOT, "sluice-tbpf").remove();
        folder = BpfFolder.open(ROOT, "sluice-tbpf");
    }

    @AfterEach
    void clear() {
        folder.remove();
    }

    @Test
    void a_sink_counts_the_frames_that_a_live_run_sends() throws Exception {
        space.in(() -> {
            try (FrameSink sink = FrameSink.open(VethSpace.RIGHT, XdpMode.NATIVE)) {
                send(ipFrame());
                return counted(sink);
            }
        });
    }

    @Test
    void a_sink_in_generic_mode_counts_what_goes_to_the_kernel() throws Exception {
        space.in(() -> {
            try (FrameSink sink = FrameSink.open(VethSpace.LEFT, XdpMode.GENERIC);
                    BpfProgram pass = pass()) {
                TestRun.live(pass, ipFrame(), VethSpace.LEFT, FRAMES, 64);
                return counted(sink);
            }
        });
    }

    /** Frames may still be on their way, and some may be lost where a queue is full. */
    private static long counted(FrameSink sink) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        long frames = sink.frames();
        while (frames == 0 || sink.bytes() != frames * ipFrame().length) {
            assertThat(System.nanoTime()).as("%d frames", frames).isLessThan(deadline);
            frames = sink.frames();
        }
        assertThat(frames).isLessThanOrEqualTo(FRAMES);
        return frames;
    }

    @Test
    void no_frame_passes_while_a_program_is_replaced() throws Exception {
        try (BpfProgram one = always("one", XdpAction.DROP);
                BpfProgram other = always("other", XdpAction.DROP);
                BpfLink link = linkRight(one)) {
            long before = space.packetsOfKernel();
            var sent = new AtomicBoolean();
            var sending =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    space.in(() -> send(ipFrame()));
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                } finally {
                                    sent.set(true);
                                }
                            });
            int updates = 0;
            do {
                link.update(updates++ % 2 == 0 ? other : one);
            } while (!sent.get());
            sending.join();

            assertThat(link.programId()).isEqualTo((updates % 2 == 0 ? one : other).id());
            assertThat(space.packetsOfKernel()).isEqualTo(before);
            link.update(pass());
            space.in(() -> send(ipFrame()));
            assertThat(space.packetsOfKernel()).isGreaterThan(before);
        }
    }

    @Test
    void a_pinned_link_stays_when_its_descriptors_are_closed() throws Exception {
        int id;
        try (BpfProgram drop = always("drop", XdpAction.DROP);
                BpfLink link = linkRight(drop)) {
            id = drop.id();
            folder.pin(link, "link-right.100");
        }
        long before = space.packetsOfKernel();

        space.in(() -> send(ipFrame()));

        assertThat(space.packetsOfKernel()).isEqualTo(before);
        assertThat(folder.names()).containsExactly("link-right_100");
        try (BpfLink link = requireNonNull(folder.link("link-right.100"))) {
            assertThat(link.programId()).isEqualTo(id);
            assertThat(link.ifindex()).isEqualTo(VethSpace.RIGHT);
            link.detach();
            assertThat(link.ifindex()).isZero();
        }
        linkRight(pass()).close();
    }

    @Test
    void an_interface_takes_one_program_only() throws Exception {
        try (BpfProgram drop = always("drop", XdpAction.DROP);
                BpfLink link = linkRight(drop)) {
            assertThat(link.ifindex()).isEqualTo(VethSpace.RIGHT);
            assertThatThrownBy(() -> linkRight(drop))
                    .isInstanceOf(KernelException.class)
                    .extracting(e -> ((KernelException) e).errno())
                    .isEqualTo(Errno.EBUSY);
        }
    }

    @Test
    void pinned_maps_and_programs_are_found_again() {
        try (BpfMap map = BpfMap.create("numbers", MapShape.hash(4, 4, 3));
                BpfProgram program = pass()) {
            map.put(1, 2);
            folder.pin(map, "numbers");
            folder.pin(program, "pass");
            folder.pin(program, "pass");
        }
        try (BpfMap map = requireNonNull(folder.map("numbers"));
                BpfProgram program = requireNonNull(folder.program("pass"))) {
            assertThat(map.shape()).isEqualTo(MapShape.hash(4, 4, 3));
            assertThat(map.get(BpfMap.bytesOf(1))).isEqualTo(BpfMap.bytesOf(2));
            assertThat(program.kernelName()).isEqualTo("pass");
        }
        assertThat(folder.names()).containsExactly("numbers", "pass");
        assertThat(folder.link("none")).isNull();
        folder.unpin("numbers");
        assertThat(folder.map("numbers")).isNull();
    }

    private static BpfLink linkRight(BpfProgram program) throws Exception {
        return space.in(() -> BpfLink.xdp(program, VethSpace.RIGHT, XdpMode.NATIVE));
    }

    private static BpfProgram always(String name, XdpAction action) {
        return BpfProgram.xdp(name, new ProgramText().set(R0, action.number()).exit());
    }

    private static BpfProgram pass() {
        return always("pass", XdpAction.PASS);
    }

    private static Object send(byte[] frame) {
        try (BpfProgram back = always("back", XdpAction.TX)) {
            TestRun.live(back, frame, VethSpace.LEFT, FRAMES, 64);
        }
        return frame;
    }

    /** To everybody, so that any kernel that sees it counts it. */
    private static byte[] ipFrame() {
        byte[] frame = new byte[64];
        Arrays.fill(frame, 0, 6, (byte) 0xff);
        frame[12] = 0x08;
        frame[14] = 0x45;
        frame[17] = 50;
        return frame;
    }
}
