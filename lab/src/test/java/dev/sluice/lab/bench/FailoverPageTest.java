package dev.sluice.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.failover.FailoverPlan;
import dev.sluice.lab.failover.Fault;
import dev.sluice.lab.failover.FaultReport;
import dev.sluice.lab.failover.State;
import dev.sluice.lab.failover.Survivors;
import dev.sluice.lab.failover.Survivors.Count;
import dev.sluice.lab.failover.Survivors.Method;
import dev.sluice.lab.failover.Survivors.Stalls;
import dev.sluice.lab.region.Ownership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is told of outcomes, and that it can be told in several runs. */
class FailoverPageTest {
    private static final String FIRST = "2026-11-23, `./sluice bench failover`, a machine";
    private static final String SECOND = "2026-11-24, `./sluice bench failover --fault pause`, it";
    private static final FailoverPlan PLAN =
            new FailoverPlan(
                    Path.of("sluice"),
                    3,
                    Ownership.ECMP,
                    List.of("fullnat", "nat", "route"),
                    List.of("ipv4", "ipv6"),
                    List.of(Fault.KILL),
                    2_000,
                    100,
                    20_000,
                    200,
                    Duration.ofMinutes(10),
                    1_000,
                    true);
    private static final FailoverSection SECTION = FailoverSection.of(PLAN);

    private FailoverPage page = new FailoverPage(List.of());

    @Test
    void outcomes_are_told_in_this_table() {
        take(FIRST, Fault.KILL, survivors(0, 408), survivors(0, 612), 1, "a note");
        take(FIRST, Fault.PAUSE, survivors(2, Double.NaN), survivors(3, Double.NaN), 0, "");

        assertThat(page.text("# title\n"))
                .isEqualTo(
                        """
                        # title

                        ## All share all addresses, by ECMP and BGP: 2,000 active and 20,000 idle connections

                        3 directors; active connections speak every 100 ms; 200 new connections a second; fullnat and route; IPv4 and IPv6. No nat, for servers answer through one gateway.

                        - run 1: 2026-11-23, `./sluice bench failover`, a machine

                        | broken / all              | run |    active | SYN sent | TIME-WAIT | takeover ms | stall p99 ms | stall max ms |
                        | ------------------------- | --: | --------: | -------: | --------: | ----------: | -----------: | -----------: |
                        | process killed −9         |   1 | 0 / 2,000 |    5 / 7 |   1 / 300 |         408 |           90 |        1,000 |
                        | stopped (SIGSTOP) for 5 s |   1 | 3 / 2,000 |    5 / 7 |   0 / 300 |       never |           90 |        1,000 |

                        | broken / all, stall max ms |      fullnat |     fullnat IPv6 | on return: stall max ms | datagrams lost | clients late ms |
                        | -------------------------- | -----------: | ---------------: | ----------------------: | -------------: | --------------: |
                        | process killed −9          | 1 / 110, 700 | 0 / 1,000, never |                   1,000 |             24 |              33 |
                        | stopped (SIGSTOP) for 5 s  | 1 / 110, 700 | 0 / 1,000, never |                   1,000 |             24 |              33 |

                        Asked: 0 broken, but SYN sent and ACK < 50 ms ago. Sluice: 4, **not reached**.

                        Asked: takeover ≤ 500 ms. Sluice: never, **not reached**.

                        Asked: stall ≤ 1000 ms. Sluice: 1,000, reached.

                        Asked: tables agree after the sync network is good again ≤ 1000 ms. Sluice: nothing was measured.

                        Asked: 0 transitions in 10 minutes at full load. Sluice: nothing was measured.

                        Not tried: machine killed; front cable out for 5 s; front cable out for 0.3 s; %s; all but one killed −9; rolling upgrade of all; no fault.

                        - process killed −9: a note.
                        - process killed −9: broke: active: reset × 2, new: silence × 1.
                        - stopped (SIGSTOP) for 5 s: broke: active: reset × 2, new: silence × 1.
                        """
                                .formatted(
                                        "%s; %s; %s"
                                                .formatted(
                                                        Fault.LOSS.words(),
                                                        Fault.MUDDLE.words(),
                                                        Fault.PARTITION.words())));
    }

    @Test
    void what_is_written_can_be_read_back() {
        take(FIRST, Fault.KILL, survivors(0, 408), survivors(0, 612), 1, "a note: of two parts");
        take(SECOND, Fault.PAUSE, survivors(2, Double.NaN), survivors(3, Double.NaN), 0, "");
        take(SECOND, Fault.LOSS, survivors(0, 300), survivors(0, 300), 0, "");
        take(SECOND, Fault.SOAK, survivors(0, 0), survivors(0, 0), 0, "");
        page = page.with(SECTION, FailoverRow.failed("machine killed", FIRST, "no\nreason"));

        String text = page.text("# title\n");

        assertThat(text).contains("again ≤ 1000 ms. Sluice: 1,200, **not reached**.");
        assertThat(FailoverPage.parse(text)).isEqualTo(page);
        assertThat(FailoverPage.parse(text).text("# title\n")).isEqualTo(text);
    }

    @Test
    void a_row_that_is_made_anew_takes_the_place_of_the_old_one_and_others_stay() {
        take(FIRST, Fault.PAUSE, survivors(0, 900), survivors(0, 0), 0, "as it was");
        take(FIRST, Fault.KILL, survivors(0, 408), survivors(0, 612), 0, "stays");
        page = FailoverPage.parse(page.text("# title\n"));

        take(SECOND, Fault.PAUSE, survivors(0, 300), survivors(0, 0), 0, "as it is");

        assertThat(page.text("# title\n"))
                .contains("- run 1: " + FIRST, "- run 2: " + SECOND)
                .containsPattern("process killed −9 +\\| +1 \\|")
                .containsPattern("stopped \\(SIGSTOP\\) for 5 s +\\| +2 \\|")
                .contains("- process killed −9: stays.", "for 5 s: as it is.")
                .contains("Asked: takeover ≤ 500 ms. Sluice: 408, reached.")
                .doesNotContain("as it was");
    }

    @Test
    void other_numbers_of_connections_have_a_section_of_their_own() {
        take(FIRST, Fault.KILL, survivors(0, 408), survivors(0, 612), 0, "");
        String title = "# title\n";
        page = FailoverPage.parse(page.text(title) + "\n## By hand\n\nA text.\n");
        var other =
                new FailoverSection("All: 200 active and 1,000 idle connections", "So.", List.of());

        page = page.with(other, row(SECOND, Fault.KILL, survivors(0, 1), 0));

        assertThat(page.sections())
                .extracting(FailoverSection::rows)
                .allMatch(one -> one.size() == 1);
        assertThat(page.text(title)).contains("2,000 active", "200 active").doesNotContain("hand");
        assertThat(page.of(List.of(other)).text(title)).doesNotContain("2,000 active");
    }

    @Test
    void a_fault_that_could_not_be_tried_has_an_empty_row_and_its_reason() {
        page = page.with(SECTION, FailoverRow.failed("machine killed", FIRST, "no lab\nis up"));

        assertThat(page.text("# title\n"))
                .contains("- machine killed: **could not be tried**: no lab\n")
                .contains("ACK < 50 ms ago. Sluice: nothing was measured.")
                .contains("takeover ≤ 500 ms. Sluice: nothing was measured.")
                .contains("stall ≤ 1000 ms. Sluice: nothing was measured.");

        take(FIRST, Fault.KILL, survivors(0, 500), survivors(0, 612), 0, "");

        assertThat(page.text("# title\n"))
                .containsPattern("machine killed +\\| +1 \\| +– \\| +– \\|")
                .contains("ACK < 50 ms ago. Sluice: 0, **not reached**.")
                .contains("takeover ≤ 500 ms. Sluice: 500, reached.");
    }

    @Test
    void what_is_there_to_compare_with_is_asked_nothing() {
        take(FIRST, Fault.KILL, survivors(0, 408), survivors(0, 0), 0, "");
        FailoverRow broken = row(FIRST, Fault.KILL, survivors(900, Double.NaN), 7);
        var reference =
                new FailoverRow(
                        FailoverRow.reference(broken.name()),
                        broken.run(),
                        broken.states(),
                        broken.methods(),
                        broken.notes());

        page = page.with(SECTION, reference);

        assertThat(page.text("# title\n"))
                .contains("900 / 2,000", "- without session sync: process killed −9: broke: ")
                .contains("ACK < 50 ms ago. Sluice: 0, reached.")
                .contains("takeover ≤ 500 ms. Sluice: 408, reached.");
    }

    @Test
    void a_stall_over_the_limit_is_not_reached() {
        var slow = new Survivors(Map.of(), Map.of(), Map.of(), new Stalls(90, 1001), 501, 0);
        page = page.with(SECTION, row(FIRST, Fault.KILL, slow, 0));

        assertThat(page.text(""))
                .contains("takeover ≤ 500 ms. Sluice: 501, **not reached**.")
                .contains("stall ≤ 1000 ms. Sluice: 1,001, **not reached**.");
    }

    @Test
    void a_soak_is_asked_for_transitions_alone_and_must_last() {
        assertThat(soaked(0, 600)).contains("full load. Sluice: 0 in 600 s, reached.");
        assertThat(soaked(0, 20)).contains("full load. Sluice: 0 in 20 s, too short to say.");
        assertThat(soaked(1, 20)).contains("full load. Sluice: 1 in 20 s, **not reached**.");
        assertThat(soaked(1, 1_200)).contains("Sluice: 1 in 1,200 s, **not reached**.");
        assertThat(soaked(0, 600))
                .contains("takeover ≤ 500 ms. Sluice: nothing was measured.")
                .contains("ACK < 50 ms ago. Sluice: 0, reached.");
    }

    private static String soaked(int transitions, int seconds) {
        var time = new FaultReport.Soaked(transitions, Duration.ofSeconds(seconds));
        Survivors all = survivors(0, 0);
        var report = new FaultReport(Fault.SOAK, all, all, 0, OptionalDouble.empty(), time, "", 1);
        FailoverRow row = FailoverRow.of(Fault.SOAK.words(), FIRST, report, PLAN.doors());
        return new FailoverPage(List.of()).with(SECTION, row).text("# title\n");
    }

    private void take(
            String run, Fault fault, Survivors taken, Survivors all, int unfinished, String note) {
        OptionalDouble agreed =
                fault == Fault.LOSS ? OptionalDouble.of(1_200) : OptionalDouble.empty();
        var soaked = fault == Fault.SOAK ? new FaultReport.Soaked(0, Duration.ofMinutes(10)) : null;
        var report = new FaultReport(fault, taken, all, unfinished, agreed, soaked, note, 33);
        page = page.with(SECTION, FailoverRow.of(fault.words(), run, report, PLAN.doors()));
    }

    private static FailoverRow row(String run, Fault fault, Survivors all, int unfinished) {
        var report =
                new FaultReport(fault, all, all, unfinished, OptionalDouble.empty(), null, "", 33);
        return FailoverRow.of(fault.words(), run, report, PLAN.doors());
    }

    private static Survivors survivors(int broken, double takeoverMs) {
        return new Survivors(
                Map.of(
                        State.ACTIVE,
                        new Count(broken, 2_000),
                        State.SYN_SENT,
                        new Count(5, 7),
                        State.TIME_WAIT,
                        new Count(0, 300)),
                Map.of(
                        "fullnat",
                        new Method(new Count(1, 100), new Count(0, 10), new Stalls(80, 700)),
                        "fullnat IPv6",
                        new Method(
                                new Count(0, 1_000),
                                new Count(0, 0),
                                new Stalls(Double.NaN, Double.NaN))),
                Map.of("new: silence", 1, "active: reset", 2),
                new Stalls(90, 1_000),
                takeoverMs,
                12);
    }
}
