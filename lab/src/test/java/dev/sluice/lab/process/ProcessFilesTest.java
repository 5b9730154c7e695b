package dev.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessFilesTest {

    @Test
    void cpu_time_is_user_and_system_ticks_of_ten_milliseconds() {
        ProcStat stat =
                ProcStat.parse(
                        "4711 (nginx: worker) S 4710 4711 4710 0 -1 4194624 812 0 0 0 250 130 0 0"
                                + " 20 0 1 0 99 58380288 1406 18446744073709551615");

        assertThat(stat.cpuTimeUs()).isEqualTo(3_800_000);
    }

    @Test
    void a_bracket_in_the_program_name_does_not_shift_the_fields() {
        ProcStat stat =
                ProcStat.parse("7 (a) b) c) R 1 7 1 0 -1 0 0 0 0 0 3 4 0 0 20 0 1 0 99 0 0");

        assertThat(stat.userTicks()).isEqualTo(3);
        assertThat(stat.systemTicks()).isEqualTo(4);
    }

    @Test
    void resident_memory_is_the_line_in_kilobytes() {
        assertThat(Resident.parse("Name:\tjava\nVmHWM:\t 99 kB\nVmRSS:\t  2048 kB\n").sizeBytes())
                .isEqualTo(2 << 20);
    }

    @Test
    void a_process_that_is_ending_has_no_resident_memory() {
        assertThat(Resident.parse("Name:\tjava\nState:\tZ (zombie)\n").sizeBytes()).isZero();
    }
}
