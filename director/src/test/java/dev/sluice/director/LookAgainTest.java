package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LookAgainTest {
    @Test
    void what_failed_once_is_tried_again() throws InterruptedException {
        var tries = new CountDownLatch(3);
        Runnable failing =
                () -> {
                    tries.countDown();
                    throw new IllegalStateException("the kernel did not answer");
                };
        try (var looking = new LookAgain(Duration.ofMillis(1), failing)) {
            assertThat(looking).isNotNull();
            assertThat(tries.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
