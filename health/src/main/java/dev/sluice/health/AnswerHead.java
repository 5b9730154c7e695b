package dev.sluice.health;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Judges the head of an HTTP/1 answer as it comes in. An interim answer (RFC 9110 §15.2) is stepped
 * over, unless its status is what the check asks for. Owned by one probe.
 */
final class AnswerHead {
    private static final int STATUS_LINE_MIN_BYTES = "HTTP/1.1 200".length();

    private final StatusCodes codes;
    private int start;
    private int seen;

    AnswerHead(StatusCodes codes) {
        this.codes = codes;
    }

    /** The verdict on the first {@code length} bytes; null if the head is not whole yet. */
    @Nullable ProbeResult judge(byte[] answer, int length) {
        while (true) {
            int end = endOfHead(answer, length);
            if (end < 0) {
                return null;
            }
            int status = status(answer, end);
            if (status < 0 || status >= 200 || codes.contains(status)) {
                return judge(status);
            }
            start = end;
            seen = end;
        }
    }

    /** The verdict where nothing more comes, or more than is read. */
    ProbeResult atEnd(byte[] answer, int length) {
        return length == 0
                ? ProbeResult.failure("connection closed without an answer")
                : judge(status(answer, length));
    }

    private ProbeResult judge(int status) {
        if (status < 0) {
            return ProbeResult.failure("the answer is not HTTP");
        }
        return codes.contains(status)
                ? ProbeResult.SUCCESS
                : ProbeResult.failure("status " + status);
    }

    /** Where the byte after the empty line stands; -1 if it has not come. */
    private int endOfHead(byte[] answer, int length) {
        for (; seen < length; seen++) {
            if (answer[seen] != '\n' || seen == start) {
                continue;
            }
            int before = answer[seen - 1] == '\r' ? seen - 2 : seen - 1;
            if (before >= start && answer[before] == '\n') {
                return seen + 1;
            }
        }
        return -1;
    }

    /** The status code of {@code HTTP/1.1 200 OK}; -1 if it is not one. */
    private int status(byte[] answer, int end) {
        if (end - start < STATUS_LINE_MIN_BYTES) {
            return -1;
        }
        var line = new String(answer, start, STATUS_LINE_MIN_BYTES, StandardCharsets.ISO_8859_1);
        return line.matches("HTTP/1\\.[01] [1-5][0-9]{2}")
                ? Integer.parseInt(line.substring(9))
                : -1;
    }
}
