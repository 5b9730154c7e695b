package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.Terminal;
import dev.sluice.app.rules.SourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What help says, against a file that a review sees change; -Dgolden.update=true accepts it. */
class HelpTest {
    private static final Path GOLDEN =
            SourceTree.root().resolve("app/src/test/resources/golden/help.txt");
    private static final List<List<String>> PAGES =
            List.of(
                    List.of(),
                    List.of("up"),
                    List.of("apply"),
                    List.of("get"),
                    List.of("delete"),
                    List.of("status"),
                    List.of("explain"),
                    List.of("explain", "request"),
                    List.of("bench"),
                    List.of("version"));

    @Test
    void help_says_what_it_said_before() throws IOException {
        var all = new StringBuilder();
        for (List<String> page : PAGES) {
            var words = new java.util.ArrayList<>(page);
            words.add("--help");
            all.append("$ ./sluice ").append(String.join(" ", words)).append('\n');
            all.append(outputOf(words.toArray(String[]::new))).append('\n');
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, all);
        }
        assertThat(all.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void an_unknown_command_is_a_usage_error_that_shows_the_way() {
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(quiet(), stream(err));

        int code = Commands.run(terminal, "updown");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("updown", "./sluice --help");
    }

    private static String outputOf(String... words) {
        var out = new ByteArrayOutputStream();
        int code = Commands.run(new Terminal(stream(out), stream(out)), words);
        assertThat(code).as(String.join(" ", words)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream quiet() {
        return stream(new ByteArrayOutputStream());
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
