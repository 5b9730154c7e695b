package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.TcpStates;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinTest {
    @Test
    void states_join_whatever_the_order() {
        for (int a = 0; a < TcpStates.COUNT; a++) {
            assertThat(Join.states(a, a)).isEqualTo(a);
            for (int b = 0; b < TcpStates.COUNT; b++) {
                assertThat(Join.states(a, b)).isEqualTo(Join.states(b, a));
                for (int c = 0; c < TcpStates.COUNT; c++) {
                    assertThat(Join.states(Join.states(a, b), c))
                            .isEqualTo(Join.states(a, Join.states(b, c)));
                }
            }
        }
    }

    @Test
    void two_directors_that_saw_one_fin_each_know_of_both() {
        assertThat(Join.states(TcpStates.FIN_WAIT, TcpStates.CLOSE_WAIT))
                .isEqualTo(TcpStates.TIME_WAIT);
    }

    @Test
    void views_join_whatever_the_order_and_however_often() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            SyncedSession a = AnySession.of(random);
            SyncedSession b = AnySession.like(a, random);
            SyncedSession c = AnySession.like(a, random);
            if (random.nextInt(4) == 0) {
                b.incarnation++;
            }
            a.change = random.nextInt(3);
            a.owner = 4;
            if (Join.compareStamps(b, c) == 0) {
                continue; // One director makes one change only once.
            }
            String abc = said(join(join(a, b), c));
            assertThat(said(join(join(c, b), a))).isEqualTo(abc);
            assertThat(said(join(join(b, a), c))).isEqualTo(abc);
            assertThat(said(join(a, join(c, b)))).isEqualTo(abc);
            assertThat(said(join(join(join(a, b), c), b))).isEqualTo(abc);
        }
    }

    @Test
    void a_stale_end_does_not_end_a_later_incarnation() {
        SyncedSession known = AnySession.of(new Random(12));
        SyncedSession end = AnySession.end(known);
        end.change = known.change + 5;
        known.incarnation++;

        assertThat(Join.into(known, end)).isFalse();
        assertThat(known.isEnded).isFalse();
    }

    @Test
    void who_was_not_told_of_a_takeover_cannot_end_the_session() {
        SyncedSession known = AnySession.of(new Random(13));
        SyncedSession end = AnySession.end(known);
        known.change = 8;
        known.owner = 2;
        end.change = 7;
        end.owner = 1;

        assertThat(Join.into(known, end)).isFalse();
        assertThat(known.isEnded).isFalse();
        end.change = 9;
        assertThat(Join.into(known, end)).isTrue();
        assertThat(known.isEnded).isTrue();
    }

    @Test
    void a_later_incarnation_takes_nothing_from_an_earlier_one() {
        var random = new Random(14);
        SyncedSession known = AnySession.of(random);
        var later = new SyncedSession();
        later.copy(known);
        later.incarnation = known.incarnation + 1;
        later.serverPort = known.serverPort ^ 1;
        later.flags = 0;

        assertThat(Join.into(known, later)).isTrue();
        assertThat(known).usingRecursiveComparison().isEqualTo(later);
    }

    private static SyncedSession join(SyncedSession one, SyncedSession other) {
        var joined = new SyncedSession();
        joined.copy(one);
        Join.into(joined, other);
        return joined;
    }

    private static String said(SyncedSession session) {
        return String.join(
                " ",
                Long.toHexString(session.incarnation),
                Integer.toUnsignedString(session.change),
                Integer.toString(session.owner),
                Boolean.toString(session.isEnded),
                Integer.toString(session.state),
                Integer.toString(session.flags),
                Integer.toString(session.deltaOut),
                Integer.toString(session.deltaBegin),
                Integer.toString(session.windowIn),
                Integer.toString(session.windowOut),
                Integer.toString(session.serverPort));
    }
}
