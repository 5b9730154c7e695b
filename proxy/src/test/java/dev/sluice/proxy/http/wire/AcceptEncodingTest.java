package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
    private static boolean takesGzip(String... values) {
        var request = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
        for (String value : values) {
            request.append("Accept-Encoding: ").append(value).append("\r\n");
        }
        RequestHead head = Wire.request(request + "\r\n");
        assertThat(head.violation()).isEqualTo(Violation.NONE);
        return AcceptEncoding.takesGzip(head.headers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "deflate, gzip, br",
                "br,gzip",
                " , gzip",
                "gzip;q=1",
                "gzip;Q=1.0",
                "gzip ;\tq=0.001 , br",
                "gzip;q=1.000",
                "*",
                "*;q=0.5",
                "*;q=0, gzip",
                "gzip, identity",
                "gzip;q=0.5, identity;q=0.5",
                "gzip;q=0.5, *;q=0",
                "identity;q=0, *",
            })
    void gzip_is_taken(String value) {
        assertThat(takesGzip(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "br",
                "gzipped",
                "not-gzip",
                "gzip;q=0",
                "gzip;q=0.000",
                "gzip;q=0, *",
                "*;q=0",
                "br;q=1, *;q=0.000",
                "identity, gzip;q=0.9",
                "identity",
            })
    void gzip_is_refused(String value) {
        assertThat(takesGzip(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip;",
                "gzip;q",
                "gzip;q=",
                "gzip;q=a",
                "gzip;q=2",
                "gzip;q=1.5",
                "gzip;q=0.1234",
                "gzip;q=0.5x",
                "gzip;q=1 x",
                "gzip;level=9",
                "gzip x",
                "gzip=1",
                "\"gzip\"",
                "\"a, gzip",
            })
    void a_broken_weight_counts_as_a_refusal(String value) {
        assertThat(takesGzip(value)).isFalse();
    }

    @Test
    void all_lines_of_the_header_count() {
        assertThat(takesGzip("br", "gzip")).isTrue();
        assertThat(takesGzip("*", "gzip;q=0")).isFalse();
        assertThat(takesGzip()).isFalse();
    }
}
