package dev.sluice.linux.bpf;

import static dev.sluice.linux.bpf.Register.R0;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.TestSpaces;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Links;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BpfLinkTest {
    private static final Path ROOT = Path.of("/sys/fs/bpf");
    private static final int FRAMES = 20_000;

    private static TestSpaces spaces;
    private static NetworkSpace space;
    private static int left;
    private static int right;
    private BpfFolder folder;

    @BeforeAll
    static void make() {
        spaces = TestSpaces.of("bpf");
        space = spaces.create("pair");
        space.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
        try (Netlink netlink = space.netlink()) {
            Links links = netlink.links();
            links.createVeth(VethEnd.here("left", 1), VethEnd.here("right", 1));
            left = links.index("left");
            right = links.index("right");
            links.up(left);
            links.up(right);
        }
    }

    @AfterAll
    static void remove() {
        if (spaces != null) {
            spaces.close();
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
    void a_sink_counts_the_frames_that_a_live_run_sends() {
        space.call(() -> {
            try (FrameSink sink = FrameSink.open(right, XdpMode.NATIVE)) {
                send(ipFrame());
                return counted(sink);
            }
        });
    }

    @Test
    void a_sink_in_generic_mode_counts_what_goes_to_the_kernel() {
        space.call(() -> {
            try (FrameSink sink = FrameSink.open(left, XdpMode.GENERIC);
                    BpfProgram pass = pass()) {
                TestRun.live(pass, ipFrame(), left, FRAMES, 64);
                return counted(sink);
            }
        });
    }

    /** Frames may still be on their way, and some may be lost where a queue is full. */
    private static long counted(FrameSink sink) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        long frames = sink.frames();
        while (frames == 0 || sink.bytes() != frames * ipFrame().length) {
            assertThat(System.nanoTime()).as("%d frames", frames).isLessThan(deadline);
            frames = sink.frames();
        }
        assertThat(frames).isLessThanOrEqualTo(FRAMES);
        return frames;
    }

    @Test
    void no_frame_passes_while_a_program_is_replaced() {
        try (BpfProgram one = always("one", XdpAction.DROP);
                BpfProgram other = always("other", XdpAction.DROP);
                BpfLink link = linkRight(one)) {
            long before = packetsOfKernel();
            Thread sending = space.newThread("sending", () -> send(ipFrame()));
            sending.start();
            int updates = 0;
            do {
                link.update(updates++ % 2 == 0 ? other : one);
            } while (sending.isAlive());

            assertThat(link.programId()).isEqualTo((updates % 2 == 0 ? one : other).id());
            assertThat(packetsOfKernel()).isEqualTo(before);
            link.update(pass());
            space.run(() -> send(ipFrame()));
            long deadlineNs = System.nanoTime() + 30_000_000_000L;
            while (packetsOfKernel() <= before) {
                assertThat(System.nanoTime() - deadlineNs).isNegative();
            }
        }
    }

    @Test
    void a_pinned_link_stays_when_its_descriptors_are_closed() {
        int id;
        try (BpfProgram drop = always("drop", XdpAction.DROP);
                BpfLink link = linkRight(drop)) {
            id = drop.id();
            folder.pin(link, "link-right.100");
        }
        long before = packetsOfKernel();

        space.run(() -> send(ipFrame()));

        assertThat(packetsOfKernel()).isEqualTo(before);
        assertThat(folder.names()).containsExactly("link-right_100");
        try (BpfLink link = requireNonNull(folder.link("link-right.100"))) {
            assertThat(link.programId()).isEqualTo(id);
            assertThat(link.ifindex()).isEqualTo(right);
            link.detach();
            assertThat(link.ifindex()).isZero();
        }
        linkRight(pass()).close();
    }

    @Test
    void an_interface_takes_one_program_only() {
        try (BpfProgram drop = always("drop", XdpAction.DROP);
                BpfLink link = linkRight(drop)) {
            assertThat(link.ifindex()).isEqualTo(right);
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

    private static BpfLink linkRight(BpfProgram program) {
        return space.call(() -> BpfLink.xdp(program, right, XdpMode.NATIVE));
    }

    private static BpfProgram always(String name, XdpAction action) {
        return BpfProgram.xdp(name, new ProgramText().set(R0, action.number()).exit());
    }

    private static BpfProgram pass() {
        return always("pass", XdpAction.PASS);
    }

    private static void send(byte[] frame) {
        try (BpfProgram back = always("back", XdpAction.TX)) {
            TestRun.live(back, frame, left, FRAMES, 64);
        }
    }

    /** How many IPv4 packets came to the namespace's own kernel. */
    private static long packetsOfKernel() {
        return space.call(() -> {
            String counts = Files.readString(Path.of("/proc/thread-self/net/snmp"));
            String values = counts.lines().filter(l -> l.startsWith("Ip: ")).toList().getLast();
            return Long.parseLong(values.split(" ")[3]);
        });
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
