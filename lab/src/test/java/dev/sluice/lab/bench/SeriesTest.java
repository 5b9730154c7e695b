package dev.sluice.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.load.LoadReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void figures_are_medians_of_the_runs() {
        Series series = series("Sluice", 30, 10, 20);

        assertThat(series.cpuUsEach()).isEqualTo(20);
        assertThat(series.lowestCpuUsEach()).isEqualTo(10);
        assertThat(series.highestCpuUsEach()).isEqualTo(30);
        assertThat(series.perSecond()).isEqualTo(500);
        assertThat(series.busy()).isEqualTo(0.01);
    }

    @Test
    void ratios_compare_with_nginx_and_with_the_better_of_both() {
        Series sluice = series(Subject.SLUICE, 30);
        List<Series> all = List.of(series(Subject.NGINX, 20), series(Subject.HAPROXY, 15), sluice);

        assertThat(Column.CPU_TO_NGINX.of(sluice, all)).isEqualTo(1.5);
        assertThat(Column.CPU_TO_BETTER.of(sluice, all)).isEqualTo(2.0);
    }

    @Test
    void a_failed_subject_has_no_figures_and_its_goal_is_not_reached() {
        Series failed = new Series(Subject.SLUICE, List.of(), Optional.of("Sluice: 3 failures"));
        List<Series> all = List.of(series(Subject.NGINX, 20), failed);

        assertThat(Column.CPU.cell(Column.CPU.of(failed, all))).isEqualTo("–");
        assertThat(Goal.atMost(1.1, Column.CPU_TO_NGINX).verdict(Thing.REQUEST, all))
                .isEqualTo("Asked: CPU × nginx's ≤ 1.10. Sluice: –, **not reached**.");
    }

    @Test
    void a_goal_that_is_reached_says_so_with_its_figure() {
        List<Series> all = List.of(series(Subject.NGINX, 20), series(Subject.SLUICE, 21));

        assertThat(Goal.atMost(1.1, Column.CPU_TO_NGINX).verdict(Thing.REQUEST, all))
                .isEqualTo("Asked: CPU × nginx's ≤ 1.10. Sluice: 1.05, reached.");
    }

    /** A run of 1,000 requests in two seconds for each figure of CPU. */
    private static Series series(String name, long... cpuUsEach) {
        List<Sample> samples =
                java.util.Arrays.stream(cpuUsEach)
                        .mapToObj(
                                each -> new Sample(new LoadReport(1_000, 0, 2, 1, 2), each * 1_000))
                        .toList();
        return new Series(name, samples, Optional.empty());
    }
}
