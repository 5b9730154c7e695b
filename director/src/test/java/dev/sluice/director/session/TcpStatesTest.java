package dev.sluice.director.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TcpStatesTest {
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;

    @Test
    void a_handshake_seen_from_both_sides_is_established_by_the_clients_last_segment() {
        int state = TcpStates.next(TcpStates.INPUT, TcpStates.NONE, SYN);
        assertThat(state).isEqualTo(TcpStates.SYN_RECV);

        state = TcpStates.next(TcpStates.OUTPUT, state, SYN | ACK);
        assertThat(state).isEqualTo(TcpStates.SYN_RECV);

        assertThat(TcpStates.next(TcpStates.INPUT, state, ACK)).isEqualTo(TcpStates.ESTABLISHED);
    }

    @Test
    void a_reset_comes_before_all_other_flags() {
        assertThat(TcpStates.next(TcpStates.INPUT, TcpStates.ESTABLISHED, RST | SYN | FIN | ACK))
                .isEqualTo(TcpStates.CLOSE);
    }

    @Test
    void a_clients_reset_does_not_close_what_is_not_open_yet() {
        assertThat(TcpStates.next(TcpStates.INPUT, TcpStates.SYN_RECV, RST))
                .isEqualTo(TcpStates.SYN_RECV);
    }

    @Test
    void a_segment_without_any_flag_closes() {
        assertThat(TcpStates.next(TcpStates.OUTPUT, TcpStates.ESTABLISHED, 0))
                .isEqualTo(TcpStates.CLOSE);
    }

    @Test
    void a_connection_that_the_client_closes_first_waits_for_the_server() {
        int state = TcpStates.next(TcpStates.INPUT, TcpStates.ESTABLISHED, FIN | ACK);
        assertThat(state).isEqualTo(TcpStates.CLOSE_WAIT);

        state = TcpStates.next(TcpStates.OUTPUT, state, FIN | ACK);
        assertThat(state).isEqualTo(TcpStates.TIME_WAIT);

        assertThat(TcpStates.next(TcpStates.INPUT, state, ACK)).isEqualTo(TcpStates.TIME_WAIT);
    }

    @Test
    void a_closing_client_whose_server_is_not_seen_is_not_believed_to_wait_for_it() {
        assertThat(TcpStates.next(TcpStates.INPUT_ONLY, TcpStates.ESTABLISHED, FIN))
                .isEqualTo(TcpStates.FIN_WAIT);
    }

    @Test
    void only_a_connection_that_is_over_gives_its_tuple_to_a_new_one() {
        assertThat(List.of(TcpStates.TIME_WAIT, TcpStates.CLOSE)).allMatch(TcpStates::isReusable);
        assertThat(List.of(TcpStates.ESTABLISHED, TcpStates.FIN_WAIT, TcpStates.SYN_RECV))
                .noneMatch(TcpStates::isReusable);
    }

    @Test
    void every_state_has_a_name_a_timeout_and_a_next_for_everything() {
        for (int state = 0; state < TcpStates.COUNT; state++) {
            assertThat(TcpStates.name(state)).isNotBlank();
            assertThat(TcpStates.timeoutMs(state)).isBetween(2_000, 900_000);
            for (int flags = 0; flags < 256; flags++) {
                for (int row = TcpStates.INPUT; row <= TcpStates.INPUT_ONLY; row++) {
                    assertThat(TcpStates.next(row, state, flags)).isBetween(0, TcpStates.SYNACK);
                }
            }
        }
    }
}
