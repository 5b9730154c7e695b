package dev.sluice.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxy.tls.ClientHelloReader.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ClientHellos as the JDK makes them, whole, cut, split and broken. */
class ClientHelloReaderTest {
    private static byte[] hello() {
        try {
            var engine = TrustAll.context().createSSLEngine();
            engine.setUseClientMode(true);
            var parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("www.Example.com")));
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            engine.setSSLParameters(parameters);
            var record = ByteBuffer.allocate(32 * 1024);
            engine.wrap(ByteBuffer.allocate(0), record);
            return Arrays.copyOf(record.array(), record.position());
        } catch (GeneralSecurityException | SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static Status read(ClientHelloReader reader, byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        Status status = reader.read(buffer, ByteBufAllocator.DEFAULT);
        assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
        return status;
    }

    private static void isComplete(@Nullable ClientHello hello) {
        assertThat(hello).isNotNull();
        if (hello != null) {
            assertThat(hello.serverName()).isEqualTo("www.example.com");
            assertThat(hello.applicationProtocols()).containsExactly("h2", "http/1.1");
            assertThat(hello.highestVersion()).isEqualTo(ClientHello.TLS_1_3);
            assertThat(hello.offersSuite(0x1301)).isTrue();
            assertThat(hello.offersSuite(0xC02F)).isTrue();
            assertThat(hello.offersSuite(0x0001)).isFalse();
            assertThat(hello.namesSignatures()).isTrue();
            assertThat(hello.offersSignature(0x0403)).isTrue();
        }
    }

    @Test
    void a_whole_hello_is_read() {
        var reader = new ClientHelloReader();

        assertThat(read(reader, hello())).isEqualTo(Status.COMPLETE);
        isComplete(reader.hello());
    }

    @Test
    void a_hello_cut_at_any_byte_needs_more() {
        byte[] whole = hello();
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(new ClientHelloReader(), Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEqualTo(Status.NEED_MORE);
        }
    }

    @Test
    void a_hello_in_two_records_split_at_any_byte_is_read() {
        byte[] whole = hello();
        for (int split = 6; split < whole.length; split++) {
            var reader = new ClientHelloReader();
            assertThat(read(reader, inTwoRecords(whole, split)))
                    .as("split at %d", split)
                    .isEqualTo(Status.COMPLETE);
            isComplete(reader.hello());
        }
    }

    private static byte[] inTwoRecords(byte[] whole, int split) {
        var both = ByteBuffer.allocate(whole.length + 5);
        both.put(whole, 0, 3).putShort((short) (split - 5)).put(whole, 5, split - 5);
        both.put(whole, 0, 3).putShort((short) (whole.length - split));
        return both.put(whole, split, whole.length - split).array();
    }

    @Test
    void a_hello_in_a_record_for_each_byte_is_too_long() {
        byte[] whole = hello();
        var many = ByteBuffer.allocate((whole.length - 5) * 6);
        for (int i = 5; i < whole.length; i++) {
            many.put(whole, 0, 3).putShort((short) 1).put(whole[i]);
        }
        assertThat(read(new ClientHelloReader(), many.array())).isEqualTo(Status.TOO_LONG);
    }

    @Test
    void other_protocols_and_lies_about_length_are_told_apart() {
        assertThat(read(new ClientHelloReader(), new byte[] {'G', 'E', 'T', ' ', '/'}))
                .isEqualTo(Status.NOT_TLS);
        assertThat(read(new ClientHelloReader(), new byte[] {'G'})).isEqualTo(Status.NOT_TLS);
        assertThat(read(new ClientHelloReader(), new byte[] {22, 3, 1, 0x7f, 0, 0}))
                .isEqualTo(Status.MALFORMED);
        assertThat(read(new ClientHelloReader(), new byte[] {22, 3, 1, 0, 4, 1, (byte) 0xff, 0, 0}))
                .isEqualTo(Status.TOO_LONG);
        assertThat(read(new ClientHelloReader(), new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0}))
                .isEqualTo(Status.MALFORMED);
    }

    @Test
    void changing_any_byte_never_throws() {
        byte[] whole = hello();
        for (int i = 0; i < whole.length; i++) {
            for (int value : new int[] {0, 1, 0x7f, 0xff}) {
                byte[] changed = whole.clone();
                changed[i] = (byte) value;
                assertThat(read(new ClientHelloReader(), changed)).isNotNull();
            }
        }
    }
}
