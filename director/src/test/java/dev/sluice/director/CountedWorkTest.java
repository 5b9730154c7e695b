package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.forward.Forwarder;
import dev.sluice.director.forward.ForwarderOptions;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.measure.Counter;
import dev.sluice.measure.Measure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CountedWorkTest {
    private static final int TCP = 6;
    private static final int BUDGET = 2;

    @Test
    void half_open_sessions_are_counted_and_those_that_gave_way() throws IOException {
        var measure = new Measure();
        var options = new ForwarderOptions(0, 1, BUDGET, 0, 1);
        try (var slab = SessionSlab.anonymous(16);
                var forwarder = new Forwarder(options, slab, 1_000)) {
            var work = new CountedWork(forwarder, measure);
            for (int port = 1024; port < 1027; port++) {
                begin(forwarder.sessions(), port);
            }
            work.expire(1_000);
            assertThat(measure.total(Counter.HALF_OPEN_SESSIONS)).isEqualTo(BUDGET);
            assertThat(measure.total(Counter.HALF_OPEN_SESSIONS_EVICTED)).isEqualTo(1);

            work.expire(61_000);
            assertThat(measure.total(Counter.HALF_OPEN_SESSIONS)).isZero();
            assertThat(measure.total(Counter.HALF_OPEN_SESSIONS_EVICTED)).isEqualTo(1);
        }
    }

    private static void begin(SessionTable sessions, int port) {
        int id = sessions.reserve();
        long at = sessions.at(id);
        Session.client(sessions.slab(), at, 0, 0xFFFF_C633_6407L, port);
        Session.virtual(sessions.slab(), at, 0, 0xFFFF_CB00_710AL, 80);
        Session.method(sessions.slab(), at, Session.ROUTE);
        assertThat(sessions.insert(id, TCP, true, 60_000, 1_000)).isTrue();
    }
}
