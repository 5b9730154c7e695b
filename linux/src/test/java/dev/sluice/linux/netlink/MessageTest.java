package dev.sluice.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes as iproute2 sends and the kernel answers, on a machine with its lowest byte first. */
class MessageTest {
    private static final InetAddress NETWORK = InetAddress.ofLiteral("10.1.0.0");
    private static final InetAddress GATEWAY = InetAddress.ofLiteral("192.0.2.1");

    @Test
    void a_route_is_written_as_the_kernel_wants_it() {
        byte[] written =
                RouteCodec.write(
                                Abi.RTM_NEWROUTE,
                                Abi.NLM_F_ACK | Abi.NLM_F_CREATE | Abi.NLM_F_EXCL,
                                Route.by(NETWORK, 16, GATEWAY, 7))
                        .finish(1);

        assertThat(HexFormat.of().formatHex(written))
                .isEqualTo(
                        "3c000000"
                                + "1800"
                                + "0506"
                                + "01000000"
                                + "00000000"
                                + "02100000"
                                + "fe040001"
                                + "00000000"
                                + "0800"
                                + "0100"
                                + "0a010000"
                                + "0800"
                                + "0f00"
                                + "fe000000"
                                + "0800"
                                + "0500"
                                + "c0000201"
                                + "0800"
                                + "0400"
                                + "07000000");
    }

    @Test
    void a_route_of_several_ways_survives_writing_and_reading() {
        var vias =
                List.of(
                        new Route.Via(GATEWAY, 7, 1),
                        new Route.Via(InetAddress.ofLiteral("192.0.2.2"), 8, 3));
        Route route = Route.to(NETWORK, 16, vias).in(1000).withPriority(20);

        assertThat(RouteCodec.read(reread(RouteCodec.write(Abi.RTM_NEWROUTE, 0, route))))
                .contains(route);
    }

    @Test
    void routes_that_lead_nowhere_survive_writing_and_reading() {
        Route blackhole = Route.blackhole(InetAddress.ofLiteral("2001:db8::"), 64);
        Route local = Route.local(InetAddress.ofLiteral("203.0.113.0"), 24, 1);

        assertThat(RouteCodec.read(reread(RouteCodec.write(Abi.RTM_NEWROUTE, 0, blackhole))))
                .contains(blackhole);
        assertThat(RouteCodec.read(reread(RouteCodec.write(Abi.RTM_NEWROUTE, 0, local))))
                .contains(local);
    }

    @Test
    void attributes_within_attributes_are_found() {
        var writer = new MessageWriter(Abi.RTM_NEWLINK, 0).bytes(new byte[Abi.IFINFOMSG_SIZE]);
        writer.attribute(Abi.IFLA_IFNAME, "eth0");
        int kind = writer.beginNested(Abi.IFLA_LINKINFO);
        writer.attribute(Abi.IFLA_INFO_KIND, "veth").end(kind);
        writer.attribute(Abi.IFLA_ADDRESS, new byte[] {2, 0, 0, 0, (byte) 0xFF, 1});

        Link link = Link.of(reread(writer));

        assertThat(link.name()).isEqualTo("eth0");
        assertThat(link.kind()).isEqualTo("veth");
        assertThat(link.mac()).isEqualTo(0x0200_0000_FF01L);
    }

    @Test
    void a_long_message_grows() {
        var writer = new MessageWriter(Abi.RTM_NEWROUTE, 0);
        for (int i = 0; i < 1000; i++) {
            writer.attribute(Abi.RTA_OIF, i);
        }
        byte[] written = writer.finish(1);

        assertThat(written).hasSize(16 + 8 * 1000);
        assertThat(ByteBuffer.wrap(written).order(ByteOrder.nativeOrder()).getInt(0))
                .isEqualTo(written.length);
    }

    @Test
    void whatever_the_bytes_nothing_is_thrown() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] good =
                RouteCodec.write(Abi.RTM_NEWROUTE, 0, Route.by(NETWORK, 16, GATEWAY, 7)).finish(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i <= round % 4; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            for (Message message : Message.split(ByteBuffer.wrap(bad))) {
                assertThat(RouteCodec.read(message)).as("seed %s", seed).isNotNull();
                assertThat(Link.of(message)).isNotNull();
                assertThat(Neighbour.of(message)).isNotNull();
                assertThat(InterfaceAddress.of(message)).isNotNull();
            }
        }
    }

    private static Message reread(MessageWriter writer) {
        return Message.split(ByteBuffer.wrap(writer.finish(1))).getFirst();
    }
}
