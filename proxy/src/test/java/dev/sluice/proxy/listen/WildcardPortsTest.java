package dev.sluice.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.measure.Measure;
import dev.sluice.model.AccessLog;
import dev.sluice.model.Protocol;
import dev.sluice.model.ProxyProtocolMode;
import dev.sluice.model.Redirect;
import dev.sluice.model.node.AcceptConfig;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.HttpConfig;
import dev.sluice.model.node.HttpConfig.ForwardedConfig;
import dev.sluice.model.node.ListenerConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.proxy.Proxy;
import dev.sluice.proxy.ProxyBed;
import dev.sluice.proxy.ProxyOptions;
import dev.sluice.proxy.loop.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A proxy behind directors: all of 127.0.0.0/8 is this machine's, so its addresses stand for
 * virtual ones. Each listener redirects to a port of its own, by which it is told.
 */
class WildcardPortsTest {
    private final int port = ProxyBed.freePort();
    private volatile Set<InetAddress> taken = Set.of();
    private volatile Map<InetAddress, String> failing = Map.of();
    private long revision;

    @SuppressWarnings("NullAway.Init")
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy =
                Proxy.start(
                        new ProxyOptions(
                                "test",
                                2,
                                Transport.usual(),
                                Path.of("none"),
                                null,
                                1_000,
                                addresses -> {
                                    taken = addresses;
                                    return failing;
                                }),
                        new Measure());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void a_connection_belongs_to_the_listener_of_the_address_it_came_to() throws IOException {
        apply(Map.of("127.0.0.2", 1002, "127.0.0.3", 1003));

        assertThat(redirectedBy("127.0.0.2")).isEqualTo(1002);
        assertThat(redirectedBy("127.0.0.3")).isEqualTo(1003);
    }

    @Test
    void both_families_share_a_port() throws IOException {
        apply(Map.of("127.0.0.2", 1002, "::1", 1006));

        assertThat(redirectedBy("127.0.0.2")).isEqualTo(1002);
        assertThat(redirectedBy("::1")).isEqualTo(1006);
    }

    @Test
    void a_connection_to_an_address_of_no_listener_is_made_and_ends_without_a_reset()
            throws IOException {
        apply(Map.of("127.0.0.2", 1002));

        for (int i = 0; i < 200; i++) {
            try (var probe = new Socket("127.0.0.9", port)) {
                assertThat(probe.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void a_listener_that_goes_leaves_the_others_of_its_port_alone() throws IOException {
        apply(Map.of("127.0.0.2", 1002, "127.0.0.3", 1003));
        try (var open = new Socket("127.0.0.3", port)) {
            apply(Map.of("127.0.0.3", 1003));

            assertThat(redirectedBy(open, "127.0.0.3")).isEqualTo(1003);
        }
        assertThat(redirectedBy("127.0.0.3")).isEqualTo(1003);
        assertThatThrownBy(() -> redirectedBy("127.0.0.2")).isInstanceOf(IOException.class);
    }

    @Test
    void a_port_without_listeners_is_closed_and_can_be_opened_again() throws IOException {
        apply(Map.of("127.0.0.2", 1002));
        apply(Map.of());
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
                .isInstanceOf(IOException.class);

        apply(Map.of("127.0.0.4", 1004));

        assertThat(redirectedBy("127.0.0.4")).isEqualTo(1004);
    }

    @Test
    void the_addresses_of_what_is_served_are_taken_and_given_back() {
        apply(Map.of("127.0.0.2", 1002, "::1", 1006));
        assertThat(taken)
                .containsExactlyInAnyOrder(
                        InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("::1"));

        apply(Map.of());

        assertThat(taken).isEmpty();
    }

    @Test
    void an_address_that_cannot_be_taken_is_a_refusal_of_its_listener() {
        failing = Map.of(InetAddress.ofLiteral("127.0.0.3"), "packets cannot be taken");

        Acknowledgement answer = apply(Map.of("127.0.0.2", 1002, "127.0.0.3", 1003));

        assertThat(answer.refusals())
                .containsExactly(
                        new Acknowledgement.Refusal(
                                "listener/127.0.0.3",
                                "AddressNotTaken",
                                "packets cannot be taken"));
    }

    private int redirectedBy(String address) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral(address), port)) {
            return redirectedBy(socket, address);
        }
    }

    private static int redirectedBy(Socket socket, String address) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(
                        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        String answer =
                new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int at = answer.indexOf("https://x:");
        if (at < 0) {
            throw new IOException(address + " answered: " + answer);
        }
        return Integer.parseInt(answer.substring(at + 10, at + 14));
    }

    /** By address, the port that its listener redirects to. */
    private Acknowledgement apply(Map<String, Integer> listeners) {
        revision++;
        var resources = new HashMap<String, NodeResource>();
        listeners.forEach((address, target) -> {
            ListenerConfig listener = listener(address, target);
            resources.put(listener.key(), listener);
        });
        return proxy.apply(new NodeConfig(revision, resources));
    }

    private ListenerConfig listener(String address, int target) {
        return new ListenerConfig(
                address,
                revision,
                "http-" + target,
                "web",
                "lb-1",
                address,
                port,
                Protocol.HTTP,
                null,
                new AcceptConfig(ProxyProtocolMode.OFF, null, false, 0, 0, 0, 0),
                null,
                new HttpConfig(
                        null,
                        1_000,
                        15_000,
                        60_000,
                        1 << 20,
                        false,
                        false,
                        new ForwardedConfig(true, false, false, false, false, null),
                        new Redirect(target, 301),
                        new AccessLog(false, 1)),
                null,
                null);
    }
}
