package dev.sluice.director.own.bgp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** A fuzz target: no bytes make the reader fail, and what follows a broken message is not read. */
@Tag("fuzz")
class MessageReaderFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_messages_or_broken(byte[] bytes) {
        var reader = new MessageReader();
        var broken = new boolean[1];
        int half = bytes.length / 2;
        for (byte[] piece :
                new byte[][] {
                    Arrays.copyOf(bytes, half), Arrays.copyOfRange(bytes, half, bytes.length)
                }) {
            reader.feed(
                    piece,
                    piece.length,
                    message -> {
                        if (broken[0]) {
                            throw new AssertionError("read on behind a broken message");
                        }
                        broken[0] = message instanceof Message.Broken;
                    });
        }
    }
}
