package dev.sluice.proxy.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages put together at random from right and wrong parts, and then damaged. */
class RandomWireTest {
    private static final int ROUNDS = 20_000;

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "OPTIONS", "BREW", "CONNECT", "G T");
    private static final List<String> TARGETS =
            List.of(
                    "/",
                    "/a?b=c",
                    "*",
                    "http://b.example:81/x",
                    "http://b.example?x",
                    "https://[::1]",
                    "a:80",
                    "/a#b");
    private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.0", "HTTP/2.0");
    private static final List<String> HEADERS =
            List.of(
                    "Accept: */*",
                    "X-Mine:  v \t",
                    "x_mine: v",
                    "Connection: close",
                    "Connection: keep-alive, x-mine",
                    "Connection: upgrade, host, content-length",
                    "Upgrade: websocket",
                    "Upgrade: h2c",
                    "Keep-Alive: 5",
                    "Proxy-Connection: x",
                    "TE: trailers",
                    "Content-Length: 5",
                    "Content-Length: 0",
                    "Content-Length: +5",
                    "content-length:\t00017 ",
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: gzip, chunked",
                    "Transfer_Encoding: chunked",
                    "Transfer-Encoding : chunked",
                    "Expect: 100-continue",
                    "X-Forwarded-For: 1.2.3.4",
                    "X_Forwarded_For: 1.2.3.4",
                    "X-Forwarded-Anything: x",
                    "Forwarded: for=x",
                    "X-Accel-Redirect: /x",
                    "Cookie: a=b",
                    "Set-Cookie: a=b",
                    " folded",
                    ": x",
                    "Host: c");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<ParseResult, Integer> outcomes = new EnumMap<>(ParseResult.class);

    private String any(List<String> parts, int usually) {
        return random.nextInt(4) > 0 ? parts.get(0) : parts.get(random.nextInt(usually));
    }

    private byte[] message(String firstLine) {
        StringBuilder text = new StringBuilder(firstLine).append("\r\n");
        if (random.nextInt(20) > 0) {
            text.append("Host: a.example:80\r\n");
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(HEADERS.get(random.nextInt(HEADERS.size()))).append("\r\n");
        }
        return Wire.bytes(text.append("\r\n").toString());
    }

    private byte[] damaged(byte[] wire) {
        if (random.nextInt(4) > 0) {
            return wire;
        }
        byte[] copy = wire.clone();
        int at = random.nextInt(copy.length);
        copy[at] = (byte) "\r\n\t \0:,;aZ\"\u007f\u0080".charAt(random.nextInt(13));
        return copy;
    }

    private void count(ParseResult result) {
        outcomes.merge(result, 1, Integer::sum);
    }

    @Test
    void requests_that_are_accepted_are_sent_on_with_the_same_meaning_and_one_framing() {
        for (int round = 0; round < ROUNDS; round++) {
            String line =
                    any(METHODS, METHODS.size())
                            + " "
                            + any(TARGETS, TARGETS.size())
                            + " "
                            + any(VERSIONS, VERSIONS.size());
            byte[] wire = damaged(message(line));
            try {
                count(Invariants.request(wire));
            } catch (Throwable e) {
                throw wrong(round, wire, e);
            }
        }
        assertThat(outcomes.get(ParseResult.COMPLETE)).isGreaterThan(ROUNDS / 10);
        assertThat(outcomes.get(ParseResult.VIOLATION)).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void answers_that_are_accepted_are_sent_on_with_the_same_meaning_and_one_framing() {
        List<String> lines =
                List.of(
                        "HTTP/1.1 200 OK",
                        "HTTP/1.1 204 No Content",
                        "HTTP/1.1 304 Not Modified",
                        "HTTP/1.1 103",
                        "HTTP/1.1 101 Switching",
                        "HTTP/1.0 200",
                        "HTTP/1.1 20 OK");
        for (int round = 0; round < ROUNDS; round++) {
            int method = random.nextInt(Method.CONNECT);
            byte[] wire = damaged(message(any(lines, lines.size())));
            try {
                count(Invariants.response(method, wire));
            } catch (Throwable e) {
                throw wrong(round, wire, e);
            }
        }
        assertThat(outcomes.get(ParseResult.COMPLETE)).isGreaterThan(ROUNDS / 10);
        assertThat(outcomes.get(ParseResult.VIOLATION)).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void chunked_bodies_are_the_same_however_they_are_cut() {
        List<String> sizes = List.of("3", "003;x", "3;a=\"b;\\\"\"", "3 ;a", "3;", "03\t");
        int ended = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(any(sizes, sizes.size())).append("\r\nabc\r\n");
            }
            text.append("0\r\n").append(random.nextBoolean() ? "X: y\r\n" : "").append("\r\n");
            byte[] wire = damaged(Wire.bytes(text.toString()));
            try {
                ended += Invariants.chunked(wire).startsWith("END") ? 1 : 0;
            } catch (Throwable e) {
                throw wrong(round, wire, e);
            }
        }
        assertThat(ended).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    private AssertionError wrong(int round, byte[] wire, Throwable e) {
        return new AssertionError(
                "seed " + seed + " round " + round + ":\n" + Wire.text(wire, 0, wire.length), e);
    }
}
