package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.rules.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
                    List.of("control"),
                    List.of("control", "token"),
                    List.of("control", "remove"),
                    List.of("proxy"),
                    List.of("director"),
                    List.of("director", "dump"),
                    List.of("director", "sessions"),
                    List.of("director", "capture"),
                    List.of("director", "check"),
                    List.of("director", "drain"),
                    List.of("backend"),
                    List.of("backend", "attach"),
                    List.of("backend", "status"),
                    List.of("backend", "detach"),
                    List.of("apply"),
                    List.of("get"),
                    List.of("delete"),
                    List.of("status"),
                    List.of("explain"),
                    List.of("explain", "request"),
                    List.of("explain", "packet"),
                    List.of("lab"),
                    List.of("lab", "up"),
                    List.of("lab", "status"),
                    List.of("lab", "exec"),
                    List.of("lab", "kill"),
                    List.of("lab", "start"),
                    List.of("lab", "upgrade"),
                    List.of("lab", "logs"),
                    List.of("lab", "down"),
                    List.of("bench"),
                    List.of("version"));

    @Test
    void help_says_what_it_said_before() throws IOException {
        var all = new StringBuilder();
        for (List<String> page : PAGES) {
            var words = new ArrayList<>(page);
            words.add("--help");
            all.append("$ ./sluice ").append(String.join(" ", words)).append('\n');
            all.append(outputOf(words)).append('\n');
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, all);
        }
        assertThat(all.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void an_unknown_command_is_a_usage_error_that_shows_the_way() {
        var said = Said.by("updown");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("updown", "./sluice --help");
    }

    private static String outputOf(List<String> words) {
        var said = Said.by(words.toArray(String[]::new));
        assertThat(said.code()).as(String.join(" ", words)).isZero();
        return said.out();
    }
}
