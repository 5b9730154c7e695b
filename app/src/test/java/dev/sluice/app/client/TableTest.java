package dev.sluice.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell_and_numbers_end_together() {
        var text = new ByteArrayOutputStream();
        var table =
                new Table("SERVER", "WEIGHT>", "HEALTH")
                        .row("127.0.0.1:9001", 100, "normal")
                        .row("b", 5, "abnormal");

        table.print(new PrintStream(text, true, StandardCharsets.UTF_8), "  ");

        assertThat(text.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "  SERVER          WEIGHT  HEALTH",
                        "  127.0.0.1:9001     100  normal",
                        "  b                    5  abnormal");
    }
}
