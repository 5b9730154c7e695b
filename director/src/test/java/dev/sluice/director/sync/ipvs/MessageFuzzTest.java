package dev.sluice.director.sync.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Fuzz target: whatever the bytes of a message are, what is read of it can be written again. */
@Tag("fuzz")
class MessageFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_read_or_refused(byte[] bytes) {
        byte[] again = new Reading(bytes).again;
        assertThat(new Reading(again).again).isEqualTo(again);
        if (bytes.length >= 4) {
            bytes[2] = (byte) (bytes.length >>> 8);
            bytes[3] = (byte) bytes.length;
            new Reading(bytes);
        }
    }
}
