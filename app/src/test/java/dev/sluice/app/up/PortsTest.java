package dev.sluice.app.up;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.ConfigurationFile;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void a_taken_tcp_port_is_named_with_its_line_and_a_remedy() throws IOException {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> Ports.check(listener("http", taken.getLocalPort(), "started")))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessage(
                            "f.yaml:5: port %d on 127.0.0.1 is taken by another process; stop that one or choose another port",
                            taken.getLocalPort());
        }
    }

    @Test
    void a_taken_udp_port_is_named() throws IOException {
        try (var taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            assertThatThrownBy(() -> Ports.check(listener("udp", taken.getLocalPort(), "started")))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    @Test
    void the_port_of_a_stopped_listener_may_be_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatCode(() -> Ports.check(listener("http", taken.getLocalPort(), "stopped")))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_free_port_is_left_free() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, LOOPBACK)) {
            port = free.getLocalPort();
        }
        Ports.check(listener("tcp", port, "started"));

        assertThatCode(() -> new ServerSocket(port, 1, LOOPBACK).close())
                .doesNotThrowAnyException();
    }

    @Test
    void an_address_of_another_machine_is_said_to_be_one() {
        var file =
                ConfigurationFile.of(
                        "f.yaml",
                        """
                        loadBalancers:
                          - address: 192.0.2.7
                            listeners:
                              - { protocol: tcp, port: 7001 }
                        """,
                        Map.of());

        assertThatThrownBy(() -> Ports.check(file))
                .hasMessageContaining("192.0.2.7 is not an address of this machine");
    }

    private static ConfigurationFile listener(String protocol, int port, String state) {
        return ConfigurationFile.of(
                "f.yaml",
                """
                loadBalancers:
                  - name: web
                    address: 127.0.0.1
                    listeners:
                      - protocol: %s
                        port: %d
                        state: %s
                """
                        .formatted(protocol, port, state),
                Map.of());
    }
}
