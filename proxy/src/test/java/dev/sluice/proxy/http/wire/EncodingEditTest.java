package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class EncodingEditTest {
    private final ResponseEdits edits = new ResponseEdits();

    private String write(String lines) {
        ResponseHead head =
                Wire.response("HTTP/1.1 200 OK\r\n" + lines.replace("\n", "\r\n") + "\r\n");
        assertThat(head.violation()).isEqualTo(Violation.NONE);
        ByteBuf out = Unpooled.buffer();
        new HeadWriter().response(head, edits, out);
        return Wire.text(out).replace("\r\n", "\n");
    }

    private String compressed(String lines) {
        edits.begin(1, true, BodyFraming.CHUNKED);
        edits.gzip();
        return write(lines);
    }

    @Test
    void a_compressed_answer_says_so_and_loses_what_is_not_true_any_more() {
        assertThat(
                        compressed(
                                """
                                Content-Type: text/html
                                Accept-Ranges: bytes
                                ETag: "abc"
                                Content-Length: 5000
                                Date: now
                                """))
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK
                        Content-Type: text/html
                        ETag: W/"abc"
                        Date: now
                        Content-Encoding: gzip
                        Vary: Accept-Encoding
                        Transfer-Encoding: chunked

                        """);
    }

    @Test
    void a_weak_etag_and_a_broken_one_stay() {
        assertThat(compressed("ETag: W/\"abc\"\n")).contains("\nETag: W/\"abc\"\n");
        assertThat(compressed("ETag: abc\n")).contains("\nETag: abc\n");
        assertThat(compressed("ETag:\n")).contains("\nETag:\n");
    }

    @Test
    void vary_is_added_to_what_is_there() {
        assertThat(compressed("Vary: Origin \nX: y\n"))
                .contains("\nVary: Origin, Accept-Encoding \nX: y\n")
                .containsOnlyOnce("Vary");
        assertThat(compressed("Vary: Origin\nVary: Cookie\n"))
                .contains("\nVary: Origin, Accept-Encoding\nVary: Cookie\n");
        assertThat(compressed("Vary:\n")).contains("\nVary: Accept-Encoding\n");
    }

    @Test
    void vary_stays_where_it_says_enough() {
        for (String vary : new String[] {"*", "accept-encoding", "Origin, Accept-Encoding"}) {
            assertThat(compressed("Vary: " + vary + "\n"))
                    .contains("\nVary: " + vary + "\n")
                    .containsOnlyOnce("Vary");
        }
        assertThat(compressed("Vary: Origin\nVary: Accept-Encoding\n"))
                .contains("\nVary: Origin\nVary: Accept-Encoding\n");
    }

    @Test
    void an_answer_that_only_varies_keeps_all_else() {
        edits.begin(1, true, BodyFraming.LENGTH);
        edits.variesByEncoding();

        assertThat(write("Accept-Ranges: bytes\nETag: \"abc\"\nContent-Length: 5\n"))
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK
                        Accept-Ranges: bytes
                        ETag: "abc"
                        Vary: Accept-Encoding
                        Content-Length: 5

                        """);
    }

    @Test
    void the_next_answer_is_not_touched() {
        compressed("ETag: \"abc\"\n");
        edits.begin(1, true, BodyFraming.LENGTH);

        assertThat(write("Accept-Ranges: bytes\nETag: \"abc\"\nContent-Length: 5\n"))
                .isEqualTo(
                        """
                        HTTP/1.1 200 OK
                        Accept-Ranges: bytes
                        ETag: "abc"
                        Content-Length: 5

                        """);
    }

    @Test
    void a_cookie_is_still_rewritten_beside_it() {
        String answer = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nSet-Cookie: s=abc\r\nVary: A\r\n\r\n";
        ResponseHead head = Wire.response(answer);
        edits.begin(1, true, BodyFraming.CHUNKED);
        edits.gzip();
        int at = answer.indexOf("abc");
        edits.replaceValue(at, at + 3, Wire.bytes("1|abc"));
        ByteBuf out = Unpooled.buffer();
        new HeadWriter().response(head, edits, out);

        assertThat(Wire.text(out))
                .contains(
                        "ETag: W/\"1\"\r\nSet-Cookie: s=1|abc\r\nVary: A, Accept-Encoding\r\nContent-Encoding: gzip\r\n");
    }
}
