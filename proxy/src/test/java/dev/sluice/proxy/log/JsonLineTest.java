package dev.sluice.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    private final AccessEntry entry = new AccessEntry();
    private final byte[] out = new byte[JsonLine.LONGEST_BYTES];

    private String line() {
        int end = new JsonLine().write(entry, out, 0);
        assertThat(end).isLessThanOrEqualTo(JsonLine.mostBytes(entry));
        String line = new String(out, 0, end, StandardCharsets.ISO_8859_1);
        assertThat(line).endsWith("}\n");
        return line.substring(0, line.length() - 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_request_is_one_line_with_the_names_of_the_cloud() {
        fill();

        assertThat(line())
                .isEqualTo(
                        String.join(
                                ",",
                                "{\"time\":\"2026-08-21T10:11:12.013Z\"",
                                "\"slbid\":\"web\"",
                                "\"listener\":\"web:80\"",
                                "\"rule\":\"api\"",
                                "\"client_ip\":\"192.0.2.7\"",
                                "\"client_port\":40000",
                                "\"host\":\"example.com\"",
                                "\"request_method\":\"GET\"",
                                "\"request_uri\":\"/a?b\"",
                                "\"protocol\":\"HTTP/1.1\"",
                                "\"status\":200",
                                "\"body_bytes_sent\":1234",
                                "\"request_length\":77",
                                "\"request_time\":12.000345",
                                "\"upstream_addr\":\"10.0.0.1:80\"",
                                "\"upstream_status\":200",
                                "\"upstream_response_time\":0.000012",
                                "\"tries\":1",
                                "\"http_user_agent\":\"curl\"",
                                "\"http_referer\":\"r\"",
                                "\"request_id\":\"01J\"",
                                "\"ssl_protocol\":\"TLSv1.3\"",
                                "\"ssl_cipher\":\"C\"",
                                "\"termination\":\"client_aborted\"}"));
    }

    private void fill() {
        entry.time(Instant.parse("2026-08-21T10:11:12.013Z").toEpochMilli(), 12_000_345_678L);
        entry.loadBalancer.set(bytes("web"));
        entry.listener.set(bytes("web:80"));
        entry.rule.set(bytes("api"));
        entry.clientIp.set(bytes("192.0.2.7"));
        entry.clientPort(40000);
        entry.host.set(bytes("xexample.comx"), 1, 12);
        entry.method.set(bytes("GET"));
        entry.requestUri.set(bytes("/a?b"));
        entry.protocol.set(bytes("HTTP/1.1"));
        entry.answer(200, 1234, Termination.CLIENT_ABORTED);
        entry.requestBytes(77);
        entry.upstreamAddress.set(bytes("10.0.0.1:80"));
        entry.upstream(200, 1, 12_345, 0);
        entry.userAgent.set(bytes("curl"));
        entry.referer.set(bytes("r"));
        entry.requestId.set(bytes("01J"));
        entry.tlsProtocol.set(bytes("TLSv1.3"));
        entry.tlsCipher.set(bytes("C"));
    }

    @Test
    void what_is_not_known_is_left_out() {
        entry.time(0, 0);

        assertThat(line())
                .isEqualTo("{\"time\":\"1970-01-01T00:00:00.000Z\",\"request_time\":0.000000}");
    }

    @Test
    void a_cleared_entry_knows_nothing_of_the_one_before() {
        fill();
        entry.clear();

        assertThat(line()).isEqualTo("{\"time\":\"1970-01-01T00:00:00.000Z\"}");
    }

    @Test
    void any_bytes_are_read_back_as_they_were() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertReadBack(all, "all bytes");
        for (int round = 0; round < 200; round++) {
            byte[] any = new byte[1 + random.nextInt(300)];
            random.nextBytes(any);
            assertReadBack(any, "seed " + seed + " round " + round);
        }
    }

    private void assertReadBack(byte[] any, String as) {
        entry.clear();
        entry.userAgent.set(any);
        Map<String, String> fields = StrictJson.parse(line());
        assertThat(fields.get("http_user_agent"))
                .as(as)
                .isEqualTo(new String(any, StandardCharsets.ISO_8859_1));
    }

    @Test
    void the_longest_line_fits_and_long_texts_are_cut() {
        byte[] huge = new byte[20_000];
        Arrays.fill(huge, (byte) 1);
        for (TextSlice text : entry.texts()) {
            text.set(huge);
        }
        entry.time(Long.MAX_VALUE / 1_000_000, Long.MAX_VALUE);
        entry.clientPort(Integer.MAX_VALUE);
        entry.answer(Integer.MAX_VALUE, Long.MAX_VALUE, Termination.SERVER_UNREACHABLE);
        entry.requestBytes(Long.MAX_VALUE);
        entry.upstream(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

        Map<String, String> fields = StrictJson.parse(line());

        assertThat(fields.get("request_uri")).hasSize(JsonLine.MOST_TEXT_BYTES);
        assertThat(fields).hasSize(25);
    }

    @Test
    void times_are_those_of_the_calendar() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                        .withZone(ZoneOffset.UTC);
        UtcText utc = new UtcText();
        byte[] text = new byte[UtcText.BYTES];
        long end = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        for (int round = 0; round < 2000; round++) {
            long epochMs = random.nextLong(0, end);
            utc.write(epochMs, text, 0);
            assertThat(new String(text, StandardCharsets.US_ASCII))
                    .as("seed %d", seed)
                    .isEqualTo(format.format(Instant.ofEpochMilli(epochMs)));
        }
    }
}
