package dev.sluice.director.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.LimitedProcess;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BulkAnswersTest {
    /** By a process of its own, whose limit hurts nobody else. */
    @Test
    void who_comes_while_no_file_can_be_opened_is_looked_for_once_a_second()
            throws IOException, InterruptedException {
        String said = LimitedProcess.said(ExhaustedProcess.class);

        assertThat(said.lines())
                .contains(
                        "after a hundred rounds: 1",
                        "waits for the listener: no",
                        "a second later: 2",
                        "with files again: 2, answered");
        assertThat(said).containsOnlyOnce("LimitNOFILE");
    }
}
