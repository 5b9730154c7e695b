package dev.sluice.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Any bytes at all; {@code JAZZER_FUZZ=1} looks for new ones. */
@Tag("fuzz")
class ProxyProtocolFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void no_bytes_throw_and_only_a_whole_header_is_taken(byte[] bytes) {
        var buffer = Unpooled.wrappedBuffer(bytes);
        var outcome = ProxyProtocolHeader.read(buffer);
        if (outcome.status() != ProxyProtocolHeader.Status.PRESENT) {
            assertThat(buffer.readableBytes()).isEqualTo(bytes.length);
            assertThat(outcome.client()).isNull();
        }
    }
}
