package dev.sluice.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.AbiNumbers;
import org.junit.jupiter.api.Test;

class AbiTest {
    @Test
    void numbers_are_those_that_a_c_program_printed() {
        assertThat(AbiNumbers.of(Abi.class)).isEqualTo(AbiNumbers.printed("socket.txt"));
    }
}
