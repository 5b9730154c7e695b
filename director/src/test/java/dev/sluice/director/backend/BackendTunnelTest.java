package dev.sluice.director.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.TestRun;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.netlink.Netlink;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BackendTunnelTest {
    /** IP in IP from 10.77.0.1 to 10.77.0.5: a datagram from 198.51.100.7 to 203.0.113.10. */
    private static final String PACKET =
            "45000036000040004004 2625 0a4d0001 0a4d0005"
                    + "45000022000000004011 1486 c6336407 cb00710a"
                    + "9c40 1b8d 000e 0000 696e73696465";

    private static final String RECEIVER =
            """
            import socket
            server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            server.bind(('203.0.113.10', 7053))
            print('ready')
            while True:
                data, sender = server.recvfrom(100)
                print(data.decode(), *sender)
            """;

    @Test
    void a_server_takes_what_comes_through_a_tunnel_to_a_virtual_address() throws IOException {
        try (var setting = new BackendSetting()) {
            setting.server.exec("ip", "addr", "add", "203.0.113.10/32", "dev", "lo");
            setting.attach("10.77.0.0/24", setting.servers.folder(), "eth0");
            Speaking receiver = setting.serve(RECEIVER);

            send(setting);

            assertThat(receiver.read()).isEqualTo("inside 198.51.100.7 40000");
            assertThat(setting.status().handled()).containsEntry(Handled.UNWRAPPED, 1L);
        }
    }

    private static void send(BackendSetting setting) {
        long mac;
        try (Netlink netlink = setting.server.netlink()) {
            mac = netlink.links().named("eth0").orElseThrow().mac();
        }
        String macs = String.format(Locale.ROOT, "%012x0200000000d1", mac);
        byte[] frame = HexFormat.of().parseHex((macs + "0800" + PACKET).replace(" ", ""));
        setting.client.run(() -> {
            var back = new ProgramText().set(Register.R0, XdpAction.TX.number()).exit();
            try (BpfProgram program = BpfProgram.xdp("back", back);
                    Netlink netlink = Netlink.open()) {
                TestRun.live(program, frame, netlink.links().index("eth0"), 1, 1);
            }
        });
    }
}
