package dev.sluice.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Any bytes at all; {@code JAZZER_FUZZ=1} looks for new ones. */
@Tag("fuzz")
class ClientHelloFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void no_bytes_throw_and_none_are_taken(byte[] bytes) {
        var buffer = Unpooled.wrappedBuffer(bytes);
        new ClientHelloReader().read(buffer, ByteBufAllocator.DEFAULT);
        assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
        ClientHello.parse(buffer);
    }
}
