package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.linux.space.NetworkSpace;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.SynProxyMode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes that the director finishes before there is a server, between real kernels. */
@Timeout(120)
class SynProxyInSpaceTest {
    private static final String WORD = "synproxy";
    private static final int MUCH = 1 << 20;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, 10.91.2.2, FULLNAT",
        "203.0.113.10, 10.91.2.2, NAT",
        "2001:db8::10, fd91:2::2, FULLNAT",
        "2001:db8::10, fd91:2::2, NAT",
    })
    void much_goes_both_ways_with_the_options_that_both_ends_have(
            String virtual, String address, Forwarding method) throws IOException {
        try (var bed = bed(virtual, address, method);
                ServerSocket listening = Conversation.listen(bed, address);
                var ends = Conversation.begin(bed, virtual, listening)) {
            ends.exchange(MUCH);

            assertThat(connections(bed.region.client)).contains(" wscale:");
            assertThat(connections(bed.region.servers)).contains(" wscale:");
            Conversation.close(ends.client, ends.server);
        }
    }

    @ParameterizedTest
    @CsvSource({"FULLNAT", "NAT"})
    void a_server_may_speak_and_close_first(Forwarding method) throws IOException {
        try (var bed = bed(Written.VIRTUAL, "10.91.2.2", method);
                ServerSocket listening = Conversation.listen(bed, "10.91.2.2");
                var ends = Conversation.begin(bed, Written.VIRTUAL, listening)) {
            ends.server.getOutputStream().write(1);
            assertThat(ends.client.getInputStream().read()).isEqualTo(1);

            Conversation.close(ends.server, ends.client);
        }
    }

    @ParameterizedTest
    @CsvSource({"FULLNAT, 1", "NAT, 1", "FULLNAT, 4", "NAT, 4"})
    void what_is_lost_either_way_comes_again(Forwarding method, int lost) throws IOException {
        try (var bed = bed(Written.VIRTUAL, "10.91.2.2", method);
                ServerSocket listening = Conversation.listen(bed, "10.91.2.2");
                var there = lossy(bed.region.servers, SmallRegion.INSIDE, lost);
                var back = lossy(bed.region.client, SmallRegion.OUTSIDE, lost);
                var ends = Conversation.begin(bed, Written.VIRTUAL, listening)) {
            ends.exchange(MUCH);

            assertThat(there.lost()).isEqualTo(lost);
            assertThat(back.lost()).isEqualTo(lost);
            for (NetworkSpace space : List.of(bed.region.client, bed.region.servers)) {
                assertThat(counted(space, "TCPSACKDiscard")).isZero();
            }
            Conversation.close(ends.client, ends.server);
        }
    }

    private static LossyEnd lossy(NetworkSpace space, String wire, int lost) {
        return new LossyEnd(space, wire + 0, lost, LossyEnd.IPV4_DATA);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, 10.91.2.2, FULLNAT",
        "203.0.113.10, 10.91.2.2, NAT",
        "2001:db8::10, fd91:2::2, FULLNAT",
        "2001:db8::10, fd91:2::2, NAT",
    })
    void the_client_of_a_server_that_refuses_is_reset(
            String virtual, String address, Forwarding method) {
        try (var bed = bed(virtual, address, method)) {
            bed.servers.forEach(NamedServer::close);

            assertThatThrownBy(
                            () -> {
                                try (Socket socket = bed.connect(virtual)) {
                                    socket.getInputStream().read();
                                }
                            })
                    .hasMessageContaining("Connection reset");
        }
    }

    @Test
    void clients_that_never_come_back_with_their_cookie_cost_nothing() throws IOException {
        try (var bed = bed(Written.VIRTUAL, "10.91.2.2", Forwarding.FULLNAT);
                var flood = new SynFlood(bed.region, Written.VIRTUAL, 1)) {
            for (int sent = 100; sent <= 1000; sent += 100) {
                int all = sent;
                flood.send(100);
                Patience.await(() -> bed.cookies() == all && flood.answered() >= all);
            }

            assertThat(bed.sessions()).isEmpty();
            assertThat(bed.servers).allMatch(server -> server.clientAddresses().isEmpty());
            assertThat(bed.served(1)).containsExactly("10.91.2.2");
        }
    }

    private DirectorBed bed(String virtual, String address, Forwarding method) {
        Written written =
                new Written(WORD)
                        .locals("198.18.1.0/28", "fd91:9::/124")
                        .servers(address)
                        .synProxy(SynProxyMode.ON)
                        .listener(virtual, Protocol.TCP, method);
        return new DirectorBed(folder, 2, written, WORD);
    }

    /** What the connections of a namespace have agreed on. */
    private static String connections(NetworkSpace space) {
        return space.exec("ss", "-tinH");
    }

    /** One of the counters of a namespace's TCP that {@code nstat} prints. */
    private static long counted(NetworkSpace space, String name) {
        List<String> lines = space.exec("cat", "/proc/net/netstat").lines().toList();
        List<String> names = List.of(lines.get(0).split(" "));
        return Long.parseLong(lines.get(1).split(" ")[names.indexOf(name)]);
    }
}
