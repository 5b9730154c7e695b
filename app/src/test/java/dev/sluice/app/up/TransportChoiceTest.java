package dev.sluice.app.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.app.CommandFailed;
import dev.sluice.proxy.loop.Transport;
import org.junit.jupiter.api.Test;

class TransportChoiceTest {
    @Test
    void nothing_said_means_the_usual_one() {
        assertThat(TransportChoice.of(null)).isEqualTo(Transport.usual());
        assertThat(TransportChoice.of("")).isEqualTo(Transport.usual());
    }

    @Test
    void a_name_chooses() {
        assertThat(TransportChoice.of("nio")).isEqualTo(Transport.NIO);
    }

    @Test
    void another_word_is_refused_with_the_words_there_are() {
        assertThatThrownBy(() -> TransportChoice.of("kqueue"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("SLUICE_TRANSPORT=kqueue")
                .hasMessageContaining("epoll, io_uring or nio");
    }
}
