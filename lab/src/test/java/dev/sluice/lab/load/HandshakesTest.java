package dev.sluice.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakesTest {

    @Test
    void only_the_marks_of_connections_are_counted() {
        String output =
                """
                Now timing with session id reuse.
                starting
                *rrrrr

                6 connections in 1.00s; 6.00 connections/user sec, bytes read 1998
                """;

        assertThat(Handshakes.count(output, 'r')).isEqualTo(5);
        assertThat(Handshakes.count(output, '*')).isEqualTo(1);
    }
}
