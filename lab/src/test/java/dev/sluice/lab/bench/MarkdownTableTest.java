package dev.sluice.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {

    @Test
    void columns_line_up_with_words_left_and_numbers_right() {
        MarkdownTable table = new MarkdownTable(List.of("", "requests/s"));
        table.row(List.of("nginx", "16,741"));
        table.row(List.of("HAProxy", "–"));

        assertThat(table.render())
                .isEqualTo(
                        """
                        |         | requests/s |
                        | ------- | ---------: |
                        | nginx   |     16,741 |
                        | HAProxy |          – |
                        """);
    }
}
