package dev.sluice.director.own.bgp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** A fuzz target: no bytes make the reader fail, and what follows a broken message is not read. */
@Tag("fuzz")
class MessageReaderFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_messages_or_broken(byte[] bytes) {
        feed(bytes);
        feed(framed(bytes));
    }

    private static void feed(byte[] bytes) {
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

    /** The same behind a header that is right, but for its type. */
    private static byte[] framed(byte[] typeAndBody) {
        int length = Math.min(Message.LENGTH_MAX, Message.HEADER_BYTES - 1 + typeAndBody.length);
        ByteBuffer message = ByteBuffer.allocate(length);
        for (int i = 0; i < Message.MARKER_BYTES; i++) {
            message.put((byte) 0xFF);
        }
        message.putShort((short) length);
        message.put(typeAndBody, 0, message.remaining());
        return message.array();
    }
}
