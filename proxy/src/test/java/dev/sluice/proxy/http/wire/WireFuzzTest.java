package dev.sluice.proxy.http.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/**
 * Fuzz targets. In the usual test run each is given its corpus, which lies under this class's name
 * in the resources; with {@code JAZZER_FUZZ=1} one of them looks for bytes that break an invariant.
 */
@Tag("fuzz")
class WireFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_request_bytes_have_one_meaning(byte[] wire) {
        Invariants.request(wire);
    }

    /** The first byte chooses the request's method. */
    @FuzzTest(maxDuration = "60s")
    void any_answer_bytes_have_one_meaning(byte[] wire) {
        if (wire.length > 0) {
            int method = (wire[0] & 0xff) % (Method.CONNECT + 1);
            Invariants.response(method, Arrays.copyOfRange(wire, 1, wire.length));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_chunked_bytes_have_one_meaning(byte[] wire) {
        Invariants.chunked(wire);
    }
}
