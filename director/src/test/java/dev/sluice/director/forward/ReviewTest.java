package dev.sluice.director.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.Written;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.session.Session;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.session.SessionTable;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServer;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final int SESSIONS = 5 * Review.LOOKED_AT_MAX / 2;
    private static final int CHUNK = 2048;
    private static final int CHUNKS = Batch.SPARES_MAX;
    private static final int ESTABLISHED_MS = 900_000;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate((long) CHUNKS * CHUNK, CHUNK);
    private final Batch batch = new Batch(memory, CHUNK, this::spare);
    private final Forwarder forwarder =
            new Forwarder(
                    ForwarderOptions.alone(1),
                    SessionSlab.anonymous(SESSIONS + Session.JUDGEMENTS),
                    1_000);
    private final SessionTable sessions = forwarder.sessions();
    private final TableBuilder builder =
            new TableBuilder(_ -> Optional.empty(), () -> 0, 1, 1, new Measure());
    private ForwardingTable table = ForwardingTable.EMPTY;
    private long nowMs = 1_000;
    private long chunks;

    @BeforeEach
    void begin() {
        forwarder.use(
                new NextHops(
                        List.of(), List.of(), List.of(new NextHops.Link(0x0200_0000_0001L, 1500))));
        use("10.91.2.2", "10.91.2.3");
    }

    @AfterEach
    void close() {
        forwarder.close();
        arena.close();
    }

    private long spare() {
        return chunks++ % CHUNKS * CHUNK;
    }

    private void use(String... servers) {
        var written =
                new Written()
                        .servers(servers)
                        .listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        table = builder.build(written.config(), Written.DIRECTOR, table);
        builder.settle();
        forwarder.use(table);
    }

    @Test
    void after_a_change_all_sessions_are_judged_within_so_many_rounds_and_no_round_is_long() {
        for (int i = 0; i < SESSIONS; i++) {
            session(i, "10.91.2.2");
        }
        use("10.91.2.2");

        round();
        assertThat(judged()).isEqualTo(Review.LOOKED_AT_MAX);
        round();
        round();
        assertThat(judged()).isEqualTo(SESSIONS);
    }

    @Test
    void there_is_one_round_in_a_millisecond() {
        for (int i = 0; i < SESSIONS; i++) {
            session(i, "10.91.2.2");
        }
        use("10.91.2.2");
        round();
        batch.clear();
        forwarder.forward(batch, nowMs);

        assertThat(judged()).isEqualTo(Review.LOOKED_AT_MAX);
    }

    @Test
    void only_some_ends_are_asked_in_a_round_and_none_is_left_out() {
        for (int i = 0; i < 3 * Review.ASKED_MAX; i++) {
            session(i, "10.91.2.2");
        }
        use("10.91.2.3");

        for (int i = 0; i < 3; i++) {
            round();
            assertThat(batch.size()).isEqualTo(Review.ASKED_MAX);
        }
        round();
        assertThat(batch.size()).isZero();
    }

    @Test
    void a_session_of_a_server_that_left_bears_no_judgement_whatever_number_of_changes_after() {
        int id = session(1, "10.91.2.2");
        round();
        assertThat(Session.judgement(sessions.slab(), sessions.at(id))).isPositive();
        int then = Session.judgement(sessions.slab(), sessions.at(id));
        use("10.91.2.3");
        round();
        for (int changes = 1; changes < Session.JUDGEMENTS; changes++) {
            table.targets().getFirst().server(0).live().usable(changes % 2 == 0, nowMs);
            round();
            assertThat(Session.judgement(sessions.slab(), sessions.at(id)))
                    .isNotEqualTo(then)
                    .isZero();
        }
    }

    @Test
    void more_changes_than_there_are_numbers_while_no_round_comes_are_not_taken_for_none() {
        int id = session(1, "10.91.2.2");
        round();
        int then = Session.judgement(sessions.slab(), sessions.at(id));
        use("10.91.2.3");
        for (int changes = 1; changes < 2 * Session.JUDGEMENTS; changes++) {
            table.targets().getFirst().server(0).live().usable(changes % 2 == 0, nowMs);
            batch.clear();
            forwarder.forward(batch, nowMs);
            assertThat(forwarder.judgement()).as("after %d changes", changes).isNotEqualTo(then);
        }
    }

    private void round() {
        nowMs++;
        batch.clear();
        forwarder.forward(batch, nowMs);
    }

    private int judged() {
        int count = 0;
        for (int id = sessions.after(0); id != 0; id = sessions.after(id)) {
            if (Session.judgement(sessions.slab(), sessions.at(id)) != Judgements.NONE) {
                count++;
            }
        }
        return count;
    }

    /** An established connection. */
    private int session(int number, String server) {
        ForwardedListener listener = table.listeners().getFirst();
        Address to = Address.parse(server).orElseThrow();
        var target = table.targets().getFirst();
        TargetServer at = target.server(target.placeOf(to.high(), to.low(), Written.PORT));
        MemorySegment slab = sessions.slab();
        int id = sessions.reserve();
        long fields = sessions.at(id);
        Session.client(slab, fields, 0, 0xFFFF_0A5B_0000L + (number >> 10), 1024 + (number & 1023));
        Session.virtual(slab, fields, listener.high(), listener.low(), Written.PORT);
        Session.server(slab, fields, to.high(), to.low(), Written.PORT);
        Session.local(slab, fields, 0, 0xFFFF_C612_0100L + (number >> 10), 1024 + (number & 1023));
        Session.clientOrigin(slab, fields, 0x0200_0000_0099L, 0);
        Session.listener(slab, fields, listener.number());
        Session.server(slab, fields, at.live().number());
        Session.method(slab, fields, Session.FULLNAT);
        Session.state(slab, fields, TcpStates.ESTABLISHED);
        assertThat(sessions.insert(id, 6, false, ESTABLISHED_MS, nowMs)).isTrue();
        return id;
    }
}
