package dev.sluice.director.own;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
    private final long[] rounds = {7, 7};
    private long nowMs = 1000;
    private final Progress progress = new Progress(2, i -> rounds[i], () -> nowMs, 300);

    @Test
    void every_worker_must_move_within_patience() {
        nowMs += 299;
        assertThat(progress.getAsBoolean()).isTrue();
        rounds[0]++;
        assertThat(progress.getAsBoolean()).isTrue();
        nowMs += 1;
        assertThat(progress.getAsBoolean()).as("one stands still").isFalse();
        rounds[1]++;
        assertThat(progress.getAsBoolean()).as("it goes on").isTrue();
        nowMs += 300;
        assertThat(progress.getAsBoolean()).as("both stand still").isFalse();
    }
}
