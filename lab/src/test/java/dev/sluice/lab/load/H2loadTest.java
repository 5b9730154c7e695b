package dev.sluice.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class H2loadTest {

    @Test
    void each_line_of_the_log_is_a_request_with_its_latency() {
        LoadReport report =
                H2load.parse(
                        List.of(
                                "1795366001645701\t200\t233",
                                "1795366001645700\t200\t363",
                                "1795366001645699\t200\t405"),
                        1);

        assertThat(report.requests()).isEqualTo(3);
        assertThat(report.failures()).isZero();
        assertThat(report.p50Us()).isEqualTo(363);
        assertThat(report.p99Us()).isEqualTo(405);
    }

    @Test
    void another_status_and_a_failed_stream_are_failures_without_latency() {
        LoadReport report = H2load.parse(List.of("1\t502\t9000", "2\t-1\t9000", "3\t200\t10"), 1);

        assertThat(report.requests()).isEqualTo(1);
        assertThat(report.failures()).isEqualTo(2);
        assertThat(report.p99Us()).isEqualTo(10);
    }
}
