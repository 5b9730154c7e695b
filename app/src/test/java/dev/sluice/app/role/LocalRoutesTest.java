package dev.sluice.app.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a network namespace of its own. */
class LocalRoutesTest {
    private static final String PREFIX = "sluice-troutes";
    private static final InetAddress V4 = InetAddress.ofLiteral("203.0.113.10");
    private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8::10");

    @SuppressWarnings("NullAway.Init")
    private NetworkSpace space;

    @BeforeEach
    void open() {
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed(), "not run without root: local routes in a namespace");
        NetworkSpace.deleteAll(PREFIX);
        space = NetworkSpace.create(PREFIX);
    }

    @AfterEach
    void close() {
        if (space != null) {
            space.close();
            NetworkSpace.deleteAll(PREFIX);
        }
    }

    @Test
    void packets_for_addresses_that_nobody_has_arrive_here() {
        try (LocalRoutes routes = space.call(LocalRoutes::open)) {
            assertThat(reaches(V4)).isFalse();

            assertThat(routes.take(Set.of(V4, V6))).isEmpty();

            assertThat(reaches(V4)).isTrue();
            assertThat(reaches(V6)).isTrue();
            assertThat(addresses()).doesNotContain(V4, V6);
        }
    }

    @Test
    void what_is_no_longer_wanted_is_given_back_and_the_rest_stays() {
        try (LocalRoutes routes = space.call(LocalRoutes::open)) {
            routes.take(Set.of(V4, V6));
            routes.take(Set.of(V6));
            assertThat(reaches(V4)).isFalse();
            assertThat(reaches(V6)).isTrue();
        }
        assertThat(reaches(V6)).isFalse();
    }

    @Test
    void a_process_takes_over_what_one_before_it_has_left() {
        space.call(LocalRoutes::open).take(Set.of(V4, V6));

        try (LocalRoutes next = space.call(LocalRoutes::open)) {
            next.take(Set.of(V4));
            assertThat(reaches(V4)).isTrue();
            assertThat(reaches(V6)).isFalse();
        }
    }

    @Test
    void an_address_that_the_machine_has_is_left_alone() {
        space.run(() -> {
            try (Netlink kernel = Netlink.open()) {
                int lo = kernel.links().index("lo");
                kernel.addresses().add(new InterfaceAddress(lo, V4, 32));
            }
        });
        try (LocalRoutes routes = space.call(LocalRoutes::open)) {
            assertThat(routes.take(Set.of(V4))).isEmpty();
            routes.take(Set.of());
        }
        assertThat(reaches(V4)).isTrue();
    }

    private boolean reaches(InetAddress address) {
        return space.call(() -> {
            try (var server = new ServerSocket()) {
                server.bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0));
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(address, server.getLocalPort()), 20_000);
                    return true;
                } catch (IOException unreachable) {
                    return false;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<InetAddress> addresses() {
        return space.call(() -> {
            try (Netlink kernel = Netlink.open()) {
                return kernel.addresses().all().stream().map(InterfaceAddress::address).toList();
            }
        });
    }
}
