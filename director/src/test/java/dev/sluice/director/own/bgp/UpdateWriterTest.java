package dev.sluice.director.own.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.unit.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateWriterTest {
    private static final InetAddress IPV4 = InetAddress.ofLiteral("192.0.2.11");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("2001:db8:2::11");

    @Test
    void an_ipv4_route_is_written_as_rfc_4271_draws_it() {
        List<byte[]> messages =
                UpdateWriter.announce(
                        networks("203.0.113.10", "198.18.1.0/28"),
                        new Path(64601, false, true, 1, false, IPV4));

        assertThat(hex(messages))
                .containsExactly(
                        wire(
                                "003902 0000 0018"
                                        + " 40010100 40020a02020000fc590000fc59 400304c000020b"
                                        + " 20cb00710a 1cc6120100"));
    }

    @Test
    void an_ipv6_route_is_written_as_rfc_4760_draws_it() {
        List<byte[]> messages =
                UpdateWriter.announce(
                        networks("2001:db8:113::10"), new Path(64601, false, true, 0, true, IPV6));

        assertThat(hex(messages))
                .containsExactly(
                        wire(
                                "005502 0000 003e"
                                        + " 40010100 40020602010000fc59 c00804ffff0000"
                                        + " 900e0026 000201 10 20010db8000200000000000000000011 00"
                                        + " 80 20010db8011300000000000000000010"));
    }

    @ParameterizedTest
    @CsvSource({
        "64601, false, true, 0, false, path [64601] by 192.0.2.11",
        "64601, false, true, 2, true, 'path [64601, 64601, 64601] by 192.0.2.11 community ffff0000'",
        "64601, false, false, 1, false, 'path [64601, 64601] by 192.0.2.11'",
        "4200000001, false, true, 0, false, path [4200000001] by 192.0.2.11",
        "4200000001, false, false, 0, false, path [23456] by 192.0.2.11 path4 [4200000001]",
        "64601, true, true, 0, false, path [] by 192.0.2.11 preference 100",
        "64601, true, true, 3, false, path [] by 192.0.2.11 preference 97",
        "64601, true, true, 3, true, path [] by 192.0.2.11 preference 0 community ffff0000",
    })
    void the_path_says_where_it_leads(
            long as, boolean internal, boolean four, int prepends, boolean leaving, String said) {
        var heard = new Heard(four);
        UpdateWriter.announce(
                        networks("203.0.113.10"),
                        new Path(as, internal, four, prepends, leaving, IPV4))
                .forEach(heard::message);
        assertThat(heard.routes).containsOnlyKeys("203.0.113.10").containsValue(said);
    }

    @ParameterizedTest
    @CsvSource({"10.%s.%s.1, 192.0.2.11, 4", "fd00:%s:%s::1, 2001:db8:2::11, 15"})
    void many_routes_take_many_messages(String form, String nextHop, int messages) {
        List<Network> networks = new ArrayList<>();
        IntStream.range(0, 3000)
                .mapToObj(i -> form.formatted(i / 200, i % 200))
                .forEach(text -> networks.addAll(networks(text)));
        var path = new Path(4200000001L, false, false, 99, true, InetAddress.ofLiteral(nextHop));

        List<byte[]> announced = UpdateWriter.announce(networks, path);
        List<byte[]> withdrawn = UpdateWriter.withdraw(networks);

        assertThat(announced).hasSizeGreaterThanOrEqualTo(messages);
        assertThat(announced).allMatch(message -> message.length <= Message.LENGTH_MAX);
        assertThat(withdrawn).allMatch(message -> message.length <= Message.LENGTH_MAX);
        var heard = new Heard(false);
        announced.forEach(heard::message);
        assertThat(heard.routes).hasSize(3000);
        withdrawn.forEach(heard::message);
        assertThat(heard.routes).isEmpty();
        assertThat(readAgain(announced))
                .hasSize(announced.size())
                .containsOnly(new Message.Update(0));
        assertThat(readAgain(withdrawn))
                .hasSize(withdrawn.size())
                .containsOnly(new Message.Update(0));
    }

    @Test
    void an_open_is_read_again_as_it_was_written() {
        byte[] open = MessageWriter.open(4200000001L, 3, 0x01020304, Set.of(Family.IPV6));
        assertThat(readAgain(List.of(open)))
                .containsExactly(
                        new Message.Open(
                                4200000001L, 3, 0x01020304, Set.of(Family.IPV6), true, true));
    }

    private static List<Message> readAgain(List<byte[]> written) {
        var reader = new MessageReader();
        var messages = new ArrayList<Message>();
        written.forEach(bytes -> reader.feed(bytes, bytes.length, messages::add));
        return messages;
    }

    private static List<Network> networks(String... texts) {
        return List.of(texts).stream().map(text -> Network.parse(text).orElseThrow()).toList();
    }

    private static String wire(String body) {
        return ("ff".repeat(16) + body).replace(" ", "");
    }

    private static List<String> hex(List<byte[]> messages) {
        return messages.stream().map(HexFormat.of()::formatHex).toList();
    }
}
