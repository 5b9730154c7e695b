package dev.sluice.linux.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadScheduleTest {
    /** Counted behind the name, which may hold blanks: the third field is the first. */
    private static final int NICE = 19 - 3;

    @Test
    void threads_of_a_name_give_way_to_others() throws Exception {
        var named = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        var stat = new AtomicReference<String>();
        Thread thread =
                Thread.ofPlatform()
                        .name("gives-way")
                        .start(() -> {
                            named.countDown();
                            try {
                                asked.await();
                                stat.set(ownStat());
                            } catch (InterruptedException e) {
                                stat.set(e.toString());
                            }
                        });
        named.await();

        int found = ThreadSchedule.giveWay("gives-way");
        asked.countDown();
        thread.join();

        assertThat(found).isEqualTo(1);
        assertThat(nice(stat.get())).isEqualTo(10);
        assertThat(ThreadSchedule.giveWay("nobody-is-named")).isZero();
    }

    @Test
    void a_thread_takes_more_turns_where_that_is_allowed() throws Exception {
        var allowed = new AtomicBoolean();
        var stat = new AtomicReference<String>();
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            allowed.set(ThreadSchedule.takeMore());
                            stat.set(ownStat());
                        });
        thread.join();

        assertThat(nice(stat.get())).isEqualTo(allowed.get() ? -10 : nice(ownStat()));
    }

    private static String ownStat() {
        try {
            return Files.readString(Path.of("/proc/thread-self/stat"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int nice(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Integer.parseInt(fields[NICE]);
    }
}
