package dev.sluice.proxy.http.wire;

import static dev.sluice.proxy.http.wire.Violation.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ChunkedTest {
    static final List<Arguments> RIGHT =
            List.of(
                    arguments("0\r\n\r\n", "", ""),
                    arguments("5\r\nhello\r\n0\r\n\r\n", "hello", ""),
                    arguments("00000A\r\n0123456789\r\n1\r\n!\r\n000\r\n\r\n", "0123456789!", ""),
                    arguments("3;a\r\n\r\n\n\r\n0;b\r\n\r\n", "\r\n\n", ""),
                    arguments("1;a=b;c;d=\"e;\\\" \\\\\t\u00e9\"\r\nx\r\n0\r\n\r\n", "x", ""),
                    arguments("1 ; a = b ;c\t=\t\"\" \t;d\r\nx\r\n0\r\n\r\n", "x", ""),
                    arguments(
                            "1\r\nx\r\n0\r\nExpires: now\r\nX-Sum: \r\n\r\n",
                            "x",
                            "Expires=now X-Sum= "));

    static final List<Arguments> WRONG =
            List.of(
                    arguments(CHUNK_SIZE, "\r\n"),
                    arguments(CHUNK_SIZE, " 5\r\nhello"),
                    arguments(CHUNK_SIZE, "-5\r\nhello"),
                    arguments(CHUNK_SIZE, "+5\r\nhello"),
                    arguments(CHUNK_SIZE, "0x5\r\nhello"),
                    arguments(CHUNK_SIZE, "5_0\r\nhello"),
                    arguments(CHUNK_SIZE, "g\r\n"),
                    arguments(CHUNK_SIZE, ";a\r\n"),
                    arguments(CHUNK_EXTENSION, "5 \r\nhello"),
                    arguments(CHUNK_SIZE_OVERFLOW, "1000000000000000\r\n"),
                    arguments(CHUNK_SIZE_OVERFLOW, "ffffffffffffffff5\r\nhello"),
                    arguments(CHUNK_SIZE_OVERFLOW, "0000000000000005\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;=a\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a=\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a b\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a \r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a=b c\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a=\"b\r\n\"\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a=\"b\"c\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a=\"b\0\"\r\nhello"),
                    arguments(CHUNK_EXTENSION, "5;a\0\r\nhello"),
                    arguments(CHUNK_EXTENSION_TOO_LONG, "5;" + "a".repeat(1024) + "\r\nhello"),
                    arguments(
                            CHUNK_EXTENSION_TOO_LONG,
                            ("1;" + "a".repeat(900) + "\r\nx\r\n").repeat(20)),
                    arguments(BARE_LF, "5\nhello"),
                    arguments(BARE_LF, "5;a\nhello"),
                    arguments(BARE_LF, "5;a=\"\n\"\r\nhello"),
                    arguments(BARE_CR, "5\rhello"),
                    arguments(BARE_CR, "5;a\rb\r\nhello"),
                    arguments(CHUNK_END, "5\r\nhello!\r\n"),
                    arguments(CHUNK_END, "5\r\nhello\n0\r\n\r\n"),
                    arguments(CHUNK_END, "5\r\nhello\rX"),
                    arguments(BARE_LF, "0\r\n\n"),
                    arguments(BARE_CR, "0\r\n\rX"),
                    arguments(HEADER_NAME, "0\r\nGET / HTTP/1.1\r\n\r\n"),
                    arguments(HEADER_FOLDED, "0\r\nX: a\r\n b\r\n\r\n"),
                    arguments(TRAILER_FORBIDDEN, "0\r\nContent-Length: 5\r\n\r\n"),
                    arguments(TRAILER_FORBIDDEN, "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    arguments(TRAILER_FORBIDDEN, "0\r\nHost: a\r\nHost: b\r\n\r\n"),
                    arguments(TRAILERS_TOO_LARGE, "0\r\nX: " + "a".repeat(8192) + "\r\n\r\n"),
                    arguments(TRAILERS_TOO_LARGE, "0\r\n" + "X: a\r\n".repeat(65) + "\r\n"));

    @ParameterizedTest
    @FieldSource("RIGHT")
    void a_right_body_is_read_the_same_however_it_is_cut(
            String wire, String data, String trailers) {
        byte[] whole = Wire.bytes(wire);
        String expected = "END " + data + " | " + trailers;
        for (int at = 0; at <= whole.length; at++) {
            assertThat(Chunks.read(Wire.cut(whole, at))).as("cut at %d", at).isEqualTo(expected);
        }
        assertThat(Chunks.read(Wire.singles(whole))).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void a_wrong_body_is_refused_for_the_same_reason_however_it_is_cut(
            Violation violation, String wire) {
        byte[] whole = Wire.bytes(wire);
        int step = whole.length > 2000 ? 97 : 1;
        for (int at = 0; at <= whole.length; at += step) {
            assertThat(Chunks.read(Wire.cut(whole, at)))
                    .as("cut at %d", at)
                    .startsWith("VIOLATION " + violation);
        }
        assertThat(Chunks.read(Wire.singles(whole))).startsWith("VIOLATION " + violation);
    }

    @Test
    void what_follows_a_body_stays_in_the_buffer() {
        ByteBuf in = Wire.buffer("1\r\nx\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\n");
        ChunkedDecoder decoder = new ChunkedDecoder();
        decoder.reset();

        assertThat(decoder.decode(in)).isEqualTo(ChunkedDecoder.Action.DATA);
        in.skipBytes(decoder.dataLength());

        assertThat(decoder.decode(in)).isEqualTo(ChunkedDecoder.Action.END);
        assertThat(Wire.text(in)).isEqualTo("GET / HTTP/1.1\r\n");
        assertThat(decoder.decode(in)).isEqualTo(ChunkedDecoder.Action.END);
    }

    @Test
    void many_small_chunks_without_extensions_are_fine() {
        String wire = "1\r\nx\r\n".repeat(20_000) + "0\r\n\r\n";

        assertThat(Chunks.read(Wire.bytes(wire))).isEqualTo("END " + "x".repeat(20_000) + " | ");
    }

    @Test
    void what_is_encoded_is_decoded_again() {
        for (int size : new int[] {1, 9, 10, 15, 16, 17, 255, 256, 4095, 4096, 65_535, 65_536}) {
            ByteBuf out = Unpooled.buffer();
            ChunkedEncoder.chunkStart(out, size);
            out.writeBytes(Wire.bytes("x".repeat(size)));
            ChunkedEncoder.chunkEnd(out);
            ChunkedEncoder.lastChunk(out);

            assertThat(Wire.text(out)).startsWith(Integer.toHexString(size) + "\r\n");
            assertThat(Chunks.read(Wire.bytes(Wire.text(out))))
                    .isEqualTo("END " + "x".repeat(size) + " | ");
        }
    }

    @Test
    void trailers_that_must_not_be_trailers_are_left_out() {
        ByteBuf in =
                Wire.buffer(
                        String.join(
                                "\r\n",
                                "0",
                                "X-Sum: 1",
                                "Set-Cookie: a=b",
                                "X-Forwarded-For: 1",
                                "Authorization: x",
                                "Connection: close",
                                "Server-Timing: y",
                                "",
                                ""));
        ChunkedDecoder decoder = new ChunkedDecoder();
        decoder.reset();
        decoder.decode(in);
        ByteBuf out = Unpooled.buffer();

        ChunkedEncoder.lastChunk(out, decoder.trailers());

        assertThat(Wire.text(out)).isEqualTo("0\r\nX-Sum: 1\r\nServer-Timing: y\r\n\r\n");
    }
}
