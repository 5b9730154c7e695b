package dev.sluice.linux.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.TestSpaces;
import dev.sluice.linux.call.KernelException;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkSpaceTest {
    private TestSpaces spaces;

    @BeforeEach
    void begin() {
        spaces = TestSpaces.of("sp");
    }

    @AfterEach
    void close() {
        if (spaces != null) {
            spaces.close();
        }
    }

    @Test
    void a_new_namespace_has_nothing_but_a_loopback_that_is_on() {
        NetworkSpace space = spaces.create("one");

        try (Netlink netlink = space.netlink()) {
            assertThat(netlink.links().all())
                    .singleElement()
                    .returns("lo", Link::name)
                    .returns(true, Link::up);
        }
        assertThat(space.exec("ip", "-o", "link")).contains("lo:");
    }

    @Test
    void ip_netns_sees_it_and_deletes_it() throws Exception {
        String name = spaces.create("two").name();

        assertThat(new ProcessBuilder("ip", "netns", "delete", name).start().waitFor()).isZero();

        assertThat(NetworkSpace.exists(name)).isFalse();
    }

    @Test
    void names_are_found_and_deleted_by_how_they_begin() {
        spaces.create("a1");
        spaces.create("a2");
        spaces.create("b1");

        NetworkSpace.deleteAll("sluice-tsp-a");

        assertThat(NetworkSpace.names("sluice-tsp-")).containsExactly("sluice-tsp-b1");
    }

    @Test
    void a_variable_is_set_in_one_namespace_only() {
        NetworkSpace one = spaces.create("one");
        NetworkSpace two = spaces.create("two");

        one.sysctl("net/ipv4/ip_forward", "1");
        two.sysctl("net/ipv4/ip_forward", "0");

        assertThat(one.call(() -> Sysctl.read("net/ipv4/ip_forward"))).isEqualTo("1");
        assertThat(two.call(() -> Sysctl.read("net/ipv4/ip_forward"))).isEqualTo("0");
    }

    @Test
    void a_variable_is_read_to_its_last_digit() {
        NetworkSpace space = spaces.create("one");
        space.sysctl("net/ipv4/tcp_fin_timeout", "1234");
        space.sysctl("net/ipv4/ip_local_port_range", "2000\t60999");
        assertThat(space.call(() -> Sysctl.read("net/ipv4/tcp_fin_timeout"))).isEqualTo("1234");
        assertThat(space.call(() -> Sysctl.read("net/ipv4/ip_local_port_range")))
                .isEqualTo("2000\t60999");
    }

    @Test
    void a_thread_of_a_namespace_sees_its_network() throws Exception {
        NetworkSpace space = spaces.create("one");
        var links = new CompletableFuture<Integer>();

        Thread thread =
                space.newThread(
                        "test",
                        () -> {
                            try (Netlink netlink = Netlink.open()) {
                                links.complete(netlink.links().all().size());
                            }
                        });
        thread.start();

        assertThat(links.get()).isEqualTo(1);
        thread.join();
    }

    @Test
    void what_a_job_throws_comes_out() {
        NetworkSpace space = spaces.create("one");

        assertThatThrownBy(() ->
                        space.run(() -> {
                            throw new IllegalStateException("no");
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> space.exec("ip", "link", "show", "nothing"))
                .hasMessageContaining("ip link show nothing in sluice-tsp-one failed");
        assertThatThrownBy(() -> NetworkSpace.open("sluice-tsp-nowhere"))
                .isInstanceOf(KernelException.class)
                .hasMessageStartingWith("cannot open the network namespace sluice-tsp-nowhere");
    }
}
