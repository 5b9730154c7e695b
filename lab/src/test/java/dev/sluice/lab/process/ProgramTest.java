package dev.sluice.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir private Path folder;

    @Test
    void closing_ends_the_program_and_its_children() throws Exception {
        List<ProcessHandle> processes;
        try (Program program =
                Program.start(
                        "shell", Core.ANY, folder, List.of("sh", "-c", "echo up; sleep 600; :"))) {
            while (program.pids().size() < 2) {
                program.requireAlive();
                LockSupport.parkNanos(20_000);
            }
            processes =
                    program.pids().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
            assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
        }

        for (ProcessHandle process : processes) {
            process.onExit().get(60, TimeUnit.SECONDS);
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void cpu_time_and_memory_of_a_program_are_its_own() throws LabFailure {
        try (Program program =
                Program.start(
                        "loop", Core.ANY, folder, List.of("sh", "-c", "while :; do :; done"))) {
            while (program.cpuTimeUs() < 50_000) {
                program.requireAlive();
                LockSupport.parkNanos(20_000);
            }
            assertThat(program.residentBytes()).isPositive();
        }
    }

    @Test
    void a_failed_command_is_told_with_its_status_and_its_words() {
        assertThatThrownBy(() ->
                        Command.run(
                                Core.ANY,
                                folder,
                                10,
                                List.of("sh", "-c", "echo no such luck; exit 3")))
                .isInstanceOf(LabFailure.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("no such luck");
    }
}
