package dev.sluice.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProxyProtocolMode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers as the specification draws them, whole, split at every byte, broken and absent. */
class ProxyProtocolTest {
    private static final ClientAddress PEER =
            new ClientAddress(InetAddress.ofLiteral("10.9.8.7"), 4321);
    private static final String V2_SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final byte[] V2_IPV4 =
            hex(
                    V2_SIGNATURE
                            + "2111"
                            + "000f"
                            + "c0000201"
                            + "c6336402"
                            + "dc04"
                            + "01bb"
                            + "040000");
    private static final byte[] V2_IPV6 =
            hex(
                    V2_SIGNATURE
                            + "2121"
                            + "0024"
                            + "20010db8000000000000000000000001"
                            + "20010db8000000000000000000000002"
                            + "dc04"
                            + "01bb");
    private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";

    private final List<String> clients = new ArrayList<>();

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    private EmbeddedChannel channel(ProxyProtocolMode mode) {
        clients.clear();
        return new EmbeddedChannel(
                new ProxyProtocolDecoder(
                        mode,
                        PEER,
                        (_, client) ->
                                clients.add(
                                        new String(client.text(), StandardCharsets.US_ASCII)
                                                + " "
                                                + client.port())));
    }

    private static String passed(EmbeddedChannel channel) {
        var text = new StringBuilder();
        ByteBuf part = channel.readInbound();
        while (part != null) {
            text.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
            part = channel.readInbound();
        }
        return text.toString();
    }

    private void passes(byte[] header, String client) {
        byte[] all = joined(header, ascii(REQUEST));
        for (int split = 0; split <= all.length; split++) {
            var channel = channel(ProxyProtocolMode.REQUIRED);
            channel.writeInbound(Unpooled.copiedBuffer(all, 0, split));
            channel.writeInbound(Unpooled.copiedBuffer(all, split, all.length - split));
            assertThat(clients).as("split at %d", split).containsExactly(client);
            assertThat(passed(channel)).isEqualTo(REQUEST);
            assertThat(channel.pipeline().get(ProxyProtocolDecoder.class)).isNull();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void version_1_names_a_client_however_it_is_split() {
        passes(ascii("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n"), "192.0.2.1 56324");
        passes(
                ascii("PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n"),
                "2001:db8:0:0:0:0:0:1 56324");
        passes(
                ascii(
                        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"),
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535");
    }

    @Test
    void version_2_names_a_client_however_it_is_split() {
        passes(V2_IPV4, "192.0.2.1 56324");
        passes(V2_IPV6, "2001:db8:0:0:0:0:0:1 56324");
    }

    @Test
    void headers_that_name_nobody_leave_the_socket_address() {
        passes(ascii("PROXY UNKNOWN\r\n"), "10.9.8.7 4321");
        passes(ascii("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"), "10.9.8.7 4321");
        passes(hex(V2_SIGNATURE + "20000000"), "10.9.8.7 4321");
        passes(hex(V2_SIGNATURE + "2000000401020304"), "10.9.8.7 4321");
        passes(hex(V2_SIGNATURE + "21000000"), "10.9.8.7 4321");
        passes(hex(V2_SIGNATURE + "213100d8" + "00".repeat(216)), "10.9.8.7 4321");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 56324\r\n",
                "PROXY TCP4  192.0.2.1 198.51.100.2 56324 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 056324 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 65536 443\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 -1 443\r\n",
                "PROXY TCP4 192.0.2.256 198.51.100.2 1 443\r\n",
                "PROXY TCP4 2001:db8::1 2001:db8::2 1 443\r\n",
                "PROXY TCP6 192.0.2.1 198.51.100.2 1 443\r\n",
                "PROXY TCP6 fe80::1%eth0 2001:db8::2 1 443\r\n",
                "PROXY TCP6 2001:db8:::1 2001:db8::2 1 443\r\n",
                "PROXY UDP4 192.0.2.1 198.51.100.2 1 443\r\n",
                "PROXY \r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.2 1 443 and something that makes the line longer"
                        + " than the hundred and seven bytes\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "PROXYTCP4"
            })
    void anything_else_is_cut_where_a_header_is_required(String text) {
        var channel = channel(ProxyProtocolMode.REQUIRED);
        channel.writeInbound(Unpooled.copiedBuffer(ascii(text)));

        assertThat(channel.isOpen()).isFalse();
        assertThat(clients).isEmpty();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11110000",
                "31110000",
                "22110000",
                "21410000",
                "21130000",
                "2111000b",
                "21211001"
            })
    void a_broken_version_2_is_cut_even_where_it_is_optional(String rest) {
        var channel = channel(ProxyProtocolMode.OPTIONAL);
        channel.writeInbound(Unpooled.copiedBuffer(hex(V2_SIGNATURE + rest + "00".repeat(11))));

        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0",
                "PUT /",
                "\r\nGET",
                "\u0016\u0003\u0001"
            })
    void other_bytes_go_through_at_once_where_it_is_optional(String text) {
        for (int split = 0; split <= text.length(); split++) {
            var channel = channel(ProxyProtocolMode.OPTIONAL);
            channel.writeInbound(Unpooled.copiedBuffer(ascii(text.substring(0, split))));
            channel.writeInbound(Unpooled.copiedBuffer(ascii(text.substring(split))));
            assertThat(clients).containsExactly("10.9.8.7 4321");
            assertThat(passed(channel)).isEqualTo(text);
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void a_silent_client_goes_on_where_it_is_optional_and_is_cut_where_it_is_required() {
        var optional = channel(ProxyProtocolMode.OPTIONAL);
        optional.writeInbound(Unpooled.copiedBuffer(ascii("PRO")));
        optional.advanceTimeBy(6, TimeUnit.SECONDS);
        optional.runScheduledPendingTasks();
        assertThat(clients).containsExactly("10.9.8.7 4321");
        assertThat(passed(optional)).isEqualTo("PRO");
        optional.finishAndReleaseAll();

        var required = channel(ProxyProtocolMode.REQUIRED);
        required.advanceTimeBy(6, TimeUnit.SECONDS);
        required.runScheduledPendingTasks();
        assertThat(required.isOpen()).isFalse();
        required.finishAndReleaseAll();
    }
}
