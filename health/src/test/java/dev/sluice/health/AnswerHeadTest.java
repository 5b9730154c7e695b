package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerHeadTest {
    private static final StatusCodes CODES = StatusCodes.of(List.of("2xx", "404"));

    @Test
    void codes_and_classes_count() {
        assertThat(judge("HTTP/1.1 204 No Content\r\n\r\n")).isEqualTo(ProbeResult.SUCCESS);
        assertThat(judge("HTTP/1.0 404\r\n\r\n")).isEqualTo(ProbeResult.SUCCESS);
        assertThat(judge("HTTP/1.1 503 Busy\r\nA: b\r\n\r\nbody")).isEqualTo(failure("status 503"));
        assertThat(judge("HTTP/1.1 403 No\n\n")).isEqualTo(failure("status 403"));
    }

    @Test
    void an_interim_answer_is_stepped_over() {
        assertThat(judge("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 500 Oh\r\n\r\n"))
                .isEqualTo(failure("status 500"));
    }

    @Test
    void the_verdict_is_the_same_wherever_the_answer_is_split() {
        String text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n\r\n";
        byte[] answer = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int split = 1; split < answer.length; split++) {
            var head = new AnswerHead(CODES);
            assertThat(head.judge(answer, split)).as("split at %d", split).isNull();
            assertThat(head.judge(answer, answer.length)).isEqualTo(ProbeResult.SUCCESS);
        }
    }

    @Test
    void what_is_not_http_is_a_failure() {
        for (String text :
                new String[] {
                    "SSH-2.0-OpenSSH_9.6\r\n",
                    "HTTP/2 200\r\n\r\n",
                    "HTTP/1.1 20",
                    "\r\n\r\n",
                    "\n\n\n",
                    "HTTP/1.1 200000000\r\n\r\n".substring(0, 10),
                    "HTTP/1.1 000 x\r\n\r\n"
                }) {
            assertThat(judge(text)).as(text).isEqualTo(failure("the answer is not HTTP"));
        }
        assertThat(judge("")).isEqualTo(failure("connection closed without an answer"));
    }

    @Test
    void no_bytes_throw() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] alphabet = "HTP/1.0 29\r\n\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 20_000; round++) {
            byte[] answer = new byte[random.nextInt(40)];
            for (int i = 0; i < answer.length; i++) {
                answer[i] = alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(judge(new String(answer, StandardCharsets.ISO_8859_1)))
                    .as("seed %d round %d", seed, round)
                    .isNotNull();
        }
    }

    private static ProbeResult judge(String text) {
        byte[] answer = text.getBytes(StandardCharsets.ISO_8859_1);
        var head = new AnswerHead(CODES);
        var result = head.judge(answer, answer.length);
        return result == null ? head.atEnd(answer, answer.length) : result;
    }

    private static ProbeResult failure(String cause) {
        return ProbeResult.failure(cause);
    }
}
