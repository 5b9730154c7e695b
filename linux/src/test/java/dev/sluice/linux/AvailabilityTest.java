package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.device.Device;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.VethEnd;
import dev.sluice.linux.space.NetworkSpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private TestSpaces spaces;
    private NetworkSpace space;

    @BeforeEach
    void begin() {
        spaces = TestSpaces.of("av");
        space = spaces.create("one");
        try (Netlink netlink = space.netlink()) {
            netlink.links().createVeth(VethEnd.here("wire0", 2), VethEnd.here("wire1", 1));
            netlink.links().up(netlink.links().index("wire0"));
        }
    }

    @AfterEach
    void end() {
        if (spaces != null) {
            spaces.close();
        }
    }

    @Test
    void this_machine_forwards() {
        assertThat(Availability.ofMachine().missing()).isEmpty();
    }

    @Test
    void a_veth_is_available_and_hints_that_it_copies() {
        Availability wire = space.call(() -> Availability.of("wire0"));

        assertThat(wire.missing()).isEmpty();
        assertThat(wire.isAvailable()).isTrue();
        assertThat(wire.hints())
                .contains("veth of wire0 copies frames: expect less packets a second.");
    }

    @Test
    void a_veth_takes_redirected_frames_while_its_other_end_polls() {
        try (Netlink netlink = space.netlink()) {
            netlink.links().up(netlink.links().index("wire1"));
        }
        Availability before = space.call(() -> Availability.of("wire0"));
        space.exec("ethtool", "-K", "wire1", "gro", "on");
        Availability after = space.call(() -> Availability.of("wire0"));

        assertThat(before.takesRedirected()).isFalse();
        assertThat(before.hints())
                .contains(
                        "wire0 takes no frames from programs: `ethtool -K` its other end `gro on`,"
                                + " or else workers forward what leaves by it.");
        assertThat(after.takesRedirected()).isTrue();
    }

    @Test
    void what_is_missing_is_said_with_its_remedy() {
        try (Netlink netlink = space.netlink()) {
            netlink.links().mtu(netlink.links().index("wire1"), 9000);
        }

        Availability wire = space.call(() -> Availability.of("wire1"));

        assertThat(wire.natively()).isFalse();
        assertThat(wire.hints())
                .contains(
                        "wire1 is down; `ip link set wire1 up`.",
                        "wire1 cannot run the filter in veth (native XDP): the other end sends by"
                                + " more queues than this one receives by. The kernel runs it"
                                + " behind the driver (generic XDP or tc), slower.");
        assertThat(wire.missing())
                .containsExactly(
                        "wire1 has an MTU of 9000, and at most 3498 fits;"
                                + " `ip link set wire1 mtu 1500`.");
        assertThat(space.call(() -> Availability.of("nothing")).missing())
                .containsExactly("There is no interface nothing; see `ip link`.");
    }

    @Test
    void an_old_kernel_is_told_by_its_release() {
        assertThat(Availability.isOlder("5.15.0-91-generic", 5, 16)).isTrue();
        assertThat(Availability.isOlder("4.18.0-553.el8", 5, 16)).isTrue();
        assertThat(Availability.isOlder("5.16.0", 5, 16)).isFalse();
        assertThat(Availability.isOlder("6.18.44", 5, 16)).isFalse();
        assertThat(Availability.isOlder("unheard of", 5, 16)).isFalse();
    }

    @Test
    void a_device_tells_its_driver_queues_and_offloads() {
        space.run(() -> {
            var device = new Device("wire0");
            assertThat(device.driver()).isEqualTo("veth");
            assertThat(device.receiveQueues()).hasValue(2);
            assertThat(device.transmitQueues()).hasValue(2);
            assertThat(device.does(Device.Offload.LARGE_RECEIVE)).isFalse();

            assertThat(device.fillsChecksums()).isTrue();
            device.fillsChecksums(false);
            assertThat(device.fillsChecksums()).isFalse();

            assertThat(new Device("nothing").driver()).isEmpty();
            assertThat(new Device("a-name-that-is-too-long").receiveQueues()).isEmpty();
        });
    }
}
