package dev.sluice.director.own.bfd;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/** A fuzz target: any datagram is refused for a reason or can be read. */
@Tag("fuzz")
class ControlPacketFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_datagram_is_refused_or_read(byte[] datagram) {
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        if (ControlPacket.refusal(bytes) == null && ControlPacket.read(bytes).my() == 0) {
            throw new AssertionError("a session without a discriminator");
        }
    }
}
