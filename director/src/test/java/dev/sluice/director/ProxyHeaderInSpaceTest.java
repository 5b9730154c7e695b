package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.SynProxyMode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that are told the client's address by a PROXY header, between real kernels. */
@Timeout(120)
class ProxyHeaderInSpaceTest {
    private static final String WORD = "proxyheader";
    private static final int MUCH = 1 << 20;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, 10.91.2.2, OFF, 0",
        "203.0.113.10, 10.91.2.2, OFF, 1",
        "203.0.113.10, 10.91.2.2, OFF, 3",
        "203.0.113.10, 10.91.2.2, ON, 0",
        "203.0.113.10, 10.91.2.2, ON, 1",
        "203.0.113.10, 10.91.2.2, ON, 3",
        "2001:db8::10, fd91:2::2, OFF, 0",
        "2001:db8::10, fd91:2::2, OFF, 2",
        "2001:db8::10, fd91:2::2, ON, 0",
        "2001:db8::10, fd91:2::2, ON, 2",
    })
    void the_header_comes_before_all_that_goes_both_ways_however_often_it_is_lost(
            String virtual, String address, SynProxyMode synProxy, int lost) throws IOException {
        try (var bed = bed(virtual, address, synProxy);
                ServerSocket listening = Conversation.listen(bed, address);
                var there = lossy(bed, virtual, lost);
                Socket client = bed.connect(virtual)) {
            client.getOutputStream().write(1);
            try (var ends = Conversation.between(client, listening)) {
                assertThat(header(ends.server, virtual)).isEqualTo(expected(client, virtual));
                assertThat(ends.server.getInputStream().read()).isEqualTo(1);
                ends.exchange(MUCH);

                assertThat(there.lost()).isEqualTo(lost);
                Conversation.close(ends.client, ends.server);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.10, 10.91.2.2, OFF, 0",
        "203.0.113.10, 10.91.2.2, OFF, 1",
        "2001:db8::10, fd91:2::2, ON, 0",
        "2001:db8::10, fd91:2::2, ON, 1",
    })
    void a_server_that_speaks_first_has_the_header_before_its_client_says_anything(
            String virtual, String address, SynProxyMode synProxy, int lost) throws IOException {
        try (var bed = bed(virtual, address, synProxy);
                ServerSocket listening = Conversation.listen(bed, address);
                var there = lossy(bed, virtual, lost);
                var ends = Conversation.begin(bed, virtual, listening)) {
            assertThat(header(ends.server, virtual)).isEqualTo(expected(ends.client, virtual));
            assertThat(there.lost()).isEqualTo(lost);

            ends.server.getOutputStream().write(1);
            assertThat(ends.client.getInputStream().read()).isEqualTo(1);
            Conversation.close(ends.server, ends.client);
        }
    }

    private static LossyEnd lossy(DirectorBed bed, String virtual, int lost) {
        return new LossyEnd(
                bed.region.servers,
                SmallRegion.INSIDE + 0,
                lost,
                virtual.contains(":") ? LossyEnd.IPV6_DATA : LossyEnd.IPV4_DATA);
    }

    private static byte[] header(Socket server, String virtual) throws IOException {
        return server.getInputStream().readNBytes(virtual.contains(":") ? 52 : 28);
    }

    /** The PROXY protocol, version 2, section 2.2. */
    private static byte[] expected(Socket client, String virtual) {
        byte[] from = client.getLocalAddress().getAddress();
        byte[] to = SmallRegion.literal(virtual).getAddress();
        return ByteBuffer.allocate(16 + from.length + to.length + 4)
                .putLong(0x0D0A_0D0A_000D_0A51L)
                .putInt(0x5549_540A)
                .put((byte) 0x21)
                .put((byte) (from.length == 4 ? 0x11 : 0x21))
                .putShort((short) (from.length + to.length + 4))
                .put(from)
                .put(to)
                .putShort((short) client.getLocalPort())
                .putShort((short) Written.PORT)
                .array();
    }

    private DirectorBed bed(String virtual, String address, SynProxyMode synProxy) {
        Written written =
                new Written(WORD)
                        .locals("198.18.1.0/28", "fd91:9::/124")
                        .servers(address)
                        .synProxy(synProxy)
                        .telling(ClientAddressMode.PROXY_PROTOCOL)
                        .listener(virtual, Protocol.TCP, Forwarding.FULLNAT);
        return new DirectorBed(folder, 2, written, WORD);
    }
}
