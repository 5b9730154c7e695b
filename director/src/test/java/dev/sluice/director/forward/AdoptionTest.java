package dev.sluice.director.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.Written;
import dev.sluice.director.limit.SynProxySwitch;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.SynProxyMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a process that died has left counts for the one that comes after. */
class AdoptionTest {
    private static final int TCP = 6;
    private static final long CLIENT = 0xFFFF_C633_6407L;
    private static final long LOCAL = 0xFFFF_C612_0101L;

    private final SessionSlab slab = SessionSlab.anonymous(64);

    @AfterEach
    void close() throws IOException {
        slab.close();
    }

    @Test
    void half_open_sessions_count_for_the_switch_to_cookies_and_leave_it_when_they_end() {
        leaveHalfOpen(5, Flags.GUARDED);
        ForwardingTable table = table(SynProxyMode.AUTO);
        SynProxySwitch counts = table.listeners().getFirst().live().synProxy();

        try (var forwarder = new Forwarder(ForwarderOptions.alone(1), slab, 2_000)) {
            forwarder.use(table);
            assertThat(counts.halfOpen()).isEqualTo(5);

            forwarder.sessions().remove(1);
            assertThat(counts.halfOpen()).isEqualTo(4);
        }
    }

    @Test
    void they_count_too_where_the_switch_was_not_automatic_before() {
        leaveHalfOpen(5, 0);
        ForwardingTable table = table(SynProxyMode.AUTO);

        try (var forwarder = new Forwarder(ForwarderOptions.alone(1), slab, 2_000)) {
            forwarder.use(table);
            assertThat(table.listeners().getFirst().live().synProxy().halfOpen()).isEqualTo(5);
        }
    }

    @Test
    void where_the_switch_is_not_automatic_any_more_none_counts() {
        leaveHalfOpen(5, Flags.GUARDED);
        ForwardingTable table = table(SynProxyMode.OFF);

        try (var forwarder = new Forwarder(ForwarderOptions.alone(1), slab, 2_000)) {
            forwarder.use(table);
            forwarder.sessions().remove(1);
            assertThat(table.listeners().getFirst().live().synProxy().halfOpen()).isZero();
        }
    }

    private static ForwardingTable table(SynProxyMode mode) {
        var written =
                new Written()
                        .servers("10.91.2.2")
                        .synProxy(mode)
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        return new TableBuilder(_ -> Optional.empty(), () -> 0, 1, 1, new Measure())
                .build(written.config(), Written.DIRECTOR, ForwardingTable.EMPTY);
    }

    private void leaveHalfOpen(int count, int flags) {
        ForwardedListener listener = table(SynProxyMode.AUTO).listeners().getFirst();
        try (var sessions = new SessionTable(slab, 64, 1, (_, _, _) -> {}, 1_000)) {
            MemorySegment fields = sessions.slab();
            for (int port = 1024; port < 1024 + count; port++) {
                int id = sessions.reserve();
                long at = sessions.at(id);
                Session.client(fields, at, 0, CLIENT, port);
                Session.virtual(fields, at, listener.high(), listener.low(), Written.PORT);
                Session.server(fields, at, 0, 0xFFFF_0A5B_0202L, Written.PORT);
                Session.local(fields, at, 0, LOCAL, port);
                Session.method(fields, at, Session.FULLNAT);
                assertThat(sessions.insert(id, TCP, true, 60_000, 1_000)).isTrue();
                Session.mark(fields, at, flags);
            }
        }
    }
}
