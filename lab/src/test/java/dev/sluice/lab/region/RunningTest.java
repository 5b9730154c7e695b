package dev.sluice.lab.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RunningTest {
    @Test
    void a_process_lives_until_it_is_killed() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "600").start();
        Running running = Running.of(process.pid()).orElseThrow();
        assertThat(running.alive()).isTrue();

        running.kill();

        assertThat(running.alive()).isFalse();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void another_process_of_the_same_number_is_not_taken_for_it() {
        Running me = Running.of(ProcessHandle.current().pid()).orElseThrow();
        Running earlier = new Running(me.pid(), me.startedTicks() - 1);

        assertThat(me.alive()).isTrue();
        assertThat(earlier.alive()).isFalse();
    }
}
