package dev.sluice.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.process.LabFailure;
import org.junit.jupiter.api.Test;

class WrkTest {
    private static final String CLEAN =
            """
            Running 1s test @ http://127.0.0.1:18081/small
              1 threads and 4 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency    61.82us  112.52us   3.02ms   99.17%
                Req/Sec    69.55k    10.08k   81.71k    63.64%
              Latency Distribution
                 50%   46.00us
                 75%   64.00us
                 90%   82.00us
                 99%    1.60ms
              75814 requests in 1.10s, 24.44MB read
            Requests/sec:  68942.63
            Transfer/sec:     22.22MB
            """;

    @Test
    void a_clean_run_gives_requests_time_and_percentiles() throws LabFailure {
        LoadReport report = Wrk.parse(CLEAN);

        assertThat(report.requests()).isEqualTo(75_814);
        assertThat(report.failures()).isZero();
        assertThat(report.durationSeconds()).isEqualTo(1.10);
        assertThat(report.p50Us()).isEqualTo(46);
        assertThat(report.p99Us()).isEqualTo(1_600);
    }

    @Test
    void a_wrong_status_is_a_failure_and_no_request() throws LabFailure {
        LoadReport report = Wrk.parse(CLEAN + "  Non-2xx or 3xx responses: 14\n");

        assertThat(report.failures()).isEqualTo(14);
        assertThat(report.requests()).isEqualTo(75_800);
    }

    @Test
    void all_sorts_of_socket_errors_are_failures() throws LabFailure {
        LoadReport report =
                Wrk.parse(CLEAN + "  Socket errors: connect 1, read 20, write 300, timeout 4000\n");

        assertThat(report.failures()).isEqualTo(4_321);
    }

    @Test
    void output_without_a_total_is_refused_with_what_wrk_said() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1:1"))
                .isInstanceOf(LabFailure.class)
                .hasMessageContaining("unable to connect to 127.0.0.1:1");
    }
}
