package dev.sluice.director;

import static dev.sluice.director.DirectorBed.echo;
import static dev.sluice.director.DirectorBed.readLine;
import static dev.sluice.director.DirectorBed.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.worker.ThreadTime;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.Route;
import dev.sluice.linux.netlink.RouteType;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole director between real sockets. */
class DirectorTest {
    @TempDir Path folder;

    private final Written written = new Written().servers("10.91.2.2", "10.91.2.3");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void tcp_goes_to_all_servers_by_fullnat_with_any_number_of_queues(int queues)
            throws IOException {
        try (var bed = bed(queues, Protocol.TCP, Forwarding.FULLNAT)) {
            assertThat(bed.served(40)).containsExactlyInAnyOrder("10.91.2.2", "10.91.2.3");
        }
    }

    @Test
    void a_server_behind_fullnat_sees_a_local_address() throws IOException {
        try (var bed = bed(1, Protocol.TCP, Forwarding.FULLNAT)) {
            bed.served(4);

            assertThat(bed.servers.getFirst().clientAddresses())
                    .isNotEmpty()
                    .allMatch(client -> client.startsWith("198.18.1."));
        }
    }

    @Test
    void a_server_behind_nat_sees_the_client() throws IOException {
        try (var bed = bed(2, Protocol.TCP, Forwarding.NAT)) {
            assertThat(bed.served(10)).hasSize(2);

            assertThat(bed.servers.getFirst().clientAddresses()).containsOnly("10.91.1.2");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, FULLNAT", "2, FULLNAT", "2, NAT"})
    void datagrams_go_there_and_back(int queues, Forwarding method) throws IOException {
        try (var bed = bed(queues, Protocol.UDP, method)) {
            var names = new HashSet<String>();
            for (int i = 0; i < 20; i++) {
                String answer = bed.ask("hello " + i);
                assertThat(answer).endsWith(" hello " + i);
                names.add(answer.substring(0, answer.indexOf(' ')));
            }
            assertThat(names).hasSize(2);
        }
    }

    @Test
    void ipv6_is_forwarded_too() throws IOException {
        String virtual = "2001:db8::10";
        written.servers("fd91:2::2", "fd91:2::3");
        written.listener(virtual, Protocol.TCP, Forwarding.NAT);
        try (var bed = new DirectorBed(folder, 2, written)) {
            assertThat(bed.served(10, virtual)).hasSize(2);
        }
    }

    @Test
    void much_goes_through_whole() throws IOException {
        byte[] much = new byte[2_000_000];
        new Random(1).nextBytes(much);
        try (var bed = bed(2, Protocol.TCP, Forwarding.FULLNAT);
                Socket socket = bed.connect(Written.VIRTUAL)) {
            readLine(socket);
            var sent = CompletableFuture.runAsync(() -> write(socket, much));

            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
            sent.join();
        }
    }

    @Test
    void a_connection_outlives_changes_and_restarts_of_the_director() throws IOException {
        try (var bed = bed(2, Protocol.TCP, Forwarding.FULLNAT);
                Socket socket = bed.connect(Written.VIRTUAL)) {
            assertThat(readLine(socket)).startsWith("10.91.2.");
            bed.apply(written.listener(Written.VIRTUAL, Protocol.UDP, Forwarding.NAT).config());
            assertThat(echo(socket, "after a change")).isEqualTo("after a change");

            bed.stop();
            write(socket, "while it is away\n".getBytes(StandardCharsets.UTF_8));
            bed.start(written.config());

            assertThat(readLine(socket)).isEqualTo("while it is away");
            assertThat(echo(socket, "after a restart")).isEqualTo("after a restart");
        }
    }

    @ParameterizedTest
    @CsvSource({"FULLNAT", "NAT"})
    void an_idle_connection_of_a_removed_server_is_reset(Forwarding method) throws IOException {
        try (var bed = bed(2, Protocol.TCP, method);
                Socket socket = bed.connect(Written.VIRTUAL)) {
            String server = readLine(socket);
            bed.apply(written.servers(otherThan(server)).config());

            assertThatThrownBy(() -> readLine(socket)).hasMessage("Connection reset");
        }
    }

    @ParameterizedTest
    @CsvSource({"FULLNAT", "NAT"})
    void an_idle_connection_of_a_removed_listener_is_reset(Forwarding method) throws IOException {
        try (var bed = bed(2, Protocol.TCP, method);
                Socket socket = bed.connect(Written.VIRTUAL)) {
            readLine(socket);
            bed.apply(new Written().config());

            assertThatThrownBy(() -> readLine(socket)).hasMessage("Connection reset");
        }
    }

    private static String otherThan(String server) {
        return server.equals("10.91.2.2") ? "10.91.2.3" : "10.91.2.2";
    }

    @Test
    void the_kernel_is_silent_about_the_directors_addresses() {
        try (var bed = bed(1, Protocol.TCP, Forwarding.FULLNAT);
                Netlink netlink = bed.region.director.netlink()) {
            assertThat(netlink.routes().all())
                    .filteredOn(route -> route.type() == RouteType.BLACKHOLE)
                    .extracting(Route::destination)
                    .contains(
                            SmallRegion.literal(Written.VIRTUAL),
                            SmallRegion.literal("198.18.1.0"));
        }
    }

    @Test
    void forwarding_goes_on_after_a_link_was_down() throws IOException {
        try (var bed = bed(1, Protocol.TCP, Forwarding.FULLNAT);
                Netlink netlink = bed.region.director.netlink()) {
            assertThat(bed.served(2)).hasSize(2);
            int index = netlink.links().index(SmallRegion.INSIDE);
            netlink.links().down(index);
            netlink.links().up(index);

            assertThat(bed.served(4)).hasSize(2);
        }
    }

    @Test
    void an_idle_director_takes_less_than_two_percent_of_a_core() throws IOException {
        try (var bed = bed(2, Protocol.TCP, Forwarding.FULLNAT)) {
            bed.served(2);
            assertThat(
                            ThreadTime.leastOfOneSecondNs(
                                    name -> name.startsWith("worker-") || name.equals("hops")))
                    .isLessThan(20_000_000L);
        }
    }

    private DirectorBed bed(int queues, Protocol protocol, Forwarding method) {
        return new DirectorBed(folder, queues, written.listener(Written.VIRTUAL, protocol, method));
    }
}
