package dev.sluice.director.own.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.worker.LimitedProcess;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BgpTest {
    @Test
    void who_connects_when_no_file_can_be_opened_waits_and_that_is_counted_and_said_once()
            throws IOException, InterruptedException {
        String said = LimitedProcess.said(CrowdedBgp.class);

        assertThat(said.lines())
                .containsSubsequence("at first: 0", "strangers meanwhile: 1", "taken in the end");
        assertThat(said).containsOnlyOnce("LimitNOFILE");
    }
}
