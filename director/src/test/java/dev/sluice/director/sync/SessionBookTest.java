package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionBookTest {
    private static final int ROWS = 200;

    private final SessionBook book =
            new SessionBook(
                    MemorySegment.ofArray(new long[ROWS * SessionBook.ROW_BYTES / Long.BYTES]), 5);
    private final Random random = new Random(7);

    @Test
    void what_is_over_gives_way_to_what_is_not_when_there_is_no_room() {
        for (int number = 0; number < ROWS; number++) {
            assertThat(add(number, number % 50 == 0)).isPositive();
        }
        assertThat(book.ended()).isEqualTo(4);

        for (int number = ROWS; number < ROWS + 4; number++) {
            assertThat(add(number, false)).as("session %d", number).isPositive();
        }
        assertThat(book.ended()).isZero();
        assertThat(book.size()).isEqualTo(ROWS);
        assertThat(book.find(session(1, false))).as("what lives stays").isPositive();
        assertThat(book.find(session(50, true))).as("what is over is forgotten").isZero();
        assertThat(add(ROWS + 4, false)).as("all live").isZero();
    }

    @Test
    void what_nobody_can_have_written_is_no_session_to_go_on_with() {
        MemorySegment memory =
                MemorySegment.ofArray(new long[ROWS * SessionBook.ROW_BYTES / Long.BYTES]);
        var written = new SessionBook(memory, 5);
        for (int number = 0; number < 3; number++) {
            assertThat(written.add(session(number, false), 1, 1, 1_000)).isEqualTo(number + 1);
        }
        // The owner's place in the second: of more directors than there can be.
        memory.set(ValueLayout.JAVA_SHORT, SessionBook.ROW_BYTES + 86, (short) 15_116);

        var found = new SessionBook(memory, 6);
        assertThat(found.size()).isEqualTo(2);
        assertThat(found.isUsed(2)).isFalse();
        assertThat(found.add(session(9, false), 1, 1, 1_000)).as("its row").isEqualTo(2);
    }

    /** Those that live lie together where they stay, so no part of the memory stands for all. */
    @Test
    void what_was_over_first_gives_way_wherever_it_lies() {
        for (int number = 0; number < ROWS; number++) {
            assertThat(add(number, number >= 100)).isPositive();
        }
        SyncedSession again = session(100, false);
        book.write(book.find(again), again, 1);
        again.isEnded = true;
        book.write(book.find(again), again, 1);

        for (int number = ROWS; number < ROWS + 99; number++) {
            assertThat(add(number, false)).as("session %d", number).isPositive();
            assertThat(book.find(session(number - 99, true))).as("the first to end").isZero();
        }
        assertThat(book.ended()).isOne();
        assertThat(book.find(session(100, true))).as("the last to end").isPositive();
        assertThat(book.find(session(1, false))).as("what lives stays").isPositive();
    }

    private int add(int number, boolean isEnded) {
        return book.add(session(number, isEnded), 1, 1, 1_000);
    }

    private SyncedSession session(int number, boolean isEnded) {
        SyncedSession session = AnySession.of(random);
        AnySession.key(session, number + 1, false);
        session.isEnded = isEnded;
        return session;
    }
}
