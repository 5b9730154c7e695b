package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.filter.Filter;
import dev.sluice.director.worker.Attachment;
import dev.sluice.director.worker.Door;
import dev.sluice.director.worker.Port;
import dev.sluice.director.worker.TestSpaces;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How frames of devices of all kinds are taken, as the kernel has them. */
@Timeout(120)
class ChosenAttachmentTest {
    private static final Path TAPS = Path.of("/dev/net/tun");

    /** A guest's end of a tap, which says that it takes checksums and segments as they are. */
    private static final String GUEST =
            """
            import fcntl, os, struct, sys
            tap = os.open("/dev/net/tun", os.O_RDWR)
            kind = 0x0002 | 0x1000 | 0x4000
            fcntl.ioctl(tap, 0x400454ca, struct.pack("16sH22x", b"tap", kind))
            fcntl.ioctl(tap, 0x400454d0, int(sys.argv[1]))
            os.system("ip link set tap up")
            print("up", flush=True)
            sys.stdin.read()
            """;

    private TestSpaces spaces;
    private NetworkSpace space;
    private BpfFolder folder;

    @BeforeEach
    void begin() {
        spaces = TestSpaces.of("chos");
        space = spaces.create("one");
        folder = BpfFolder.open(DirectorOptions.BPF_ROOT, "sluice-tchos-pins");
        veth("wire", 1, 1);
    }

    @AfterEach
    void end() {
        if (spaces != null) {
            Filter.remove(folder);
            spaces.close();
        }
    }

    private void veth(String name, int queues, int farQueues) {
        try (Netlink netlink = space.netlink()) {
            netlink.links()
                    .createVeth(VethEnd.here(name, queues), VethEnd.here(name + "-far", farQueues));
            netlink.links().up(netlink.links().index(name));
            netlink.links().up(netlink.links().index(name + "-far"));
        }
    }

    /** What is chosen, as a director with a cache of flows would. */
    private String chosen(String... names) {
        return chosen(null, true, names);
    }

    private String chosen(@Nullable Attachment wanted, boolean offloads, String... names) {
        return ports(wanted, offloads, names).stream()
                .map(port -> port.name() + " " + port.attachment() + " " + port.why())
                .collect(Collectors.joining("; "));
    }

    private List<Port> ports(@Nullable Attachment wanted, boolean offloads, String... names) {
        return space.call(() -> {
            try (Netlink kernel = Netlink.open();
                    Filter filter = Filter.open(folder)) {
                return Interfaces.ports(
                        Arrays.asList(names),
                        kernel,
                        filter,
                        new AttachmentChoice.Told(wanted, offloads, false));
            }
        });
    }

    @Test
    void a_veth_by_its_driver() {
        assertThat(chosen("wire")).isEqualTo("wire NATIVE its driver can");
        assertThat(folder.names()).contains("link-native-wire");
        assertThat(chosen("wire")).isEqualTo("wire NATIVE its driver can");
        assertThat(chosen(Attachment.TC, true, "wire")).isEqualTo("wire TC --attach says so");
    }

    @Test
    void a_veth_with_too_few_queues_in_traffic_control_and_all_that_it_sends_to() {
        veth("few", 1, 2);
        assertThat(chosen("few", "wire"))
                .isEqualTo(
                        "few TC its driver cannot, large segments come;"
                                + " wire TC few takes no frames from drivers");
        assertThat(chosen(null, false, "few", "wire"))
                .isEqualTo("few GENERIC its driver cannot; wire NATIVE its driver can");
    }

    @Test
    void a_veth_whose_driver_refuses_what_it_says_that_it_can() {
        veth("jumbo", 1, 1);
        space.exec("ethtool", "-K", "jumbo-far", "gro", "on");
        space.exec("ip", "link", "set", "jumbo-far", "mtu", "9000");
        assertThat(chosen("jumbo", "wire"))
                .startsWith("jumbo TC its driver does not: ")
                .endsWith(", large segments come; wire NATIVE its driver can");
        assertThat(chosen(Attachment.NATIVE, true, "jumbo"))
                .startsWith("jumbo GENERIC its driver does not: ");
    }

    @Test
    void a_bridge_and_the_loopback_in_traffic_control() {
        try (Netlink netlink = space.netlink()) {
            netlink.links().createBridge("bridge");
            netlink.links().up(netlink.links().index("bridge"));
            netlink.links().mtu(netlink.links().index("lo"), 1500);
            netlink.links().up(netlink.links().index("lo"));
        }
        assertThat(chosen("bridge")).isEqualTo("bridge TC its driver cannot, large segments come");
        assertThat(chosen("lo")).isEqualTo("lo TC its driver cannot, large segments come");
        assertThat(chosen(null, false, "bridge")).isEqualTo("bridge GENERIC its driver cannot");
    }

    @Test
    void a_tap_by_its_driver_unless_its_guest_leaves_segments_uncut() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(TAPS), "Not run: there are no taps without " + TAPS + ".");
        guest(0, () -> assertThat(chosen("tap")).isEqualTo("tap NATIVE its driver can"));
        guest(
                7,
                () -> {
                    assertThat(chosen("tap", "wire"))
                            .isEqualTo(
                                    "tap TC large segments come to its driver; wire NATIVE its driver can");
                    assertThat(chosen(null, false, "tap")).isEqualTo("tap NATIVE its driver can");
                });
    }

    private void guest(int offloads, Runnable look) throws IOException {
        Process guest = space.start(new ProcessBuilder("python3", "-c", GUEST, "" + offloads));
        try {
            assertThat(guest.inputReader().readLine()).isEqualTo("up");
            look.run();
        } finally {
            guest.destroyForcibly().onExit().join();
        }
    }

    @Test
    void an_interface_that_has_a_program_of_somebody_else_in_traffic_control() {
        int index = index("wire");
        var all = new ProgramText().set(Register.R0, XdpAction.PASS.number()).exit();
        try (BpfProgram other = BpfProgram.xdp("other", all);
                BpfLink _ = space.call(() -> BpfLink.xdp(other, index, XdpMode.NATIVE))) {
            assertThat(chosen("wire")).isEqualTo("wire TC another XDP program is at it");
            assertThat(chosen(null, false, "wire"))
                    .isEqualTo("wire TC another XDP program is at it");
        }
        assertThat(chosen("wire")).isEqualTo("wire NATIVE its driver can");
    }

    @Test
    void a_predecessor_behind_the_driver_goes_on_until_it_is_told_otherwise() {
        int index = index("wire");
        try (Filter filter = Filter.open(folder)) {
            space.run(() -> filter.attach("wire", index, XdpMode.GENERIC));
        }
        String asBefore =
                "its driver does not: generic XDP is there, and --attach native has it"
                        + " asked anew";
        assertThat(chosen(null, false, "wire")).isEqualTo("wire GENERIC " + asBefore);
        assertThat(folder.names()).contains("link-generic-wire");
        assertThat(chosen("wire")).isEqualTo("wire TC " + asBefore + ", large segments come");

        assertThat(chosen(Attachment.NATIVE, true, "wire"))
                .isEqualTo("wire NATIVE --attach says so");
        assertThat(folder.names()).contains("link-native-wire");
    }

    @Test
    void doors_that_no_port_has_any_more_are_taken_away() {
        List<Port> ports = ports(Attachment.TC, true, "wire");
        assertThat(chosen(Attachment.TC, true, "wire")).isEqualTo("wire TC --attach says so");
        var both = List.of(ports.getFirst().takenBy(), index("wire"));
        try (Netlink kernel = space.netlink()) {
            Door.removeOthers(kernel, both, ports);
            assertThat(kernel.links().named("sluice-o" + index("wire"))).isPresent();
            Door.removeOthers(kernel, both, List.of());
            assertThat(kernel.links().named("sluice-o" + index("wire"))).isEmpty();
            assertThat(kernel.links().named("wire")).isPresent();
        }
    }

    private int index(String name) {
        try (Netlink netlink = space.netlink()) {
            return netlink.links().index(name);
        }
    }
}
