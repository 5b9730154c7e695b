package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BackendCommandsTest {
    private static final String NAME = "tcommand";

    @Test
    void what_is_attached_is_shown_and_detached() throws Exception {
        Optional<Path> root = controlGroups();
        Assumptions.assumeTrue(
                NetworkSpace.isAllowed() && root.isPresent(),
                "not run without root and control groups of version 2: backend attach");
        Path group = root.orElseThrow().resolve("sluice-tcommand");
        Files.createDirectories(group);
        try {
            Said attached = said("attach", "--from", "198.18.1.0/28", "--cgroup", group.toString());
            assertThat(attached.err()).isEmpty();
            assertThat(attached.out())
                    .isEqualTo(
                            "Servers in "
                                    + group
                                    + " see clients' addresses; 0 sockets already listened.\n");
            assertThat(said("status").out())
                    .contains(
                            "servers in: " + group,
                            "tunnels end at: none",
                            "directors: 198.18.1.0/28",
                            "packets taken out of a tunnel: 0");
        } finally {
            assertThat(said("detach").out()).isEqualTo("Nothing is attached.\n");
            Files.delete(group);
        }
        assertThat(said("status").out()).isEqualTo("Nothing is attached.\n");
    }

    @Test
    void a_network_that_is_none_is_a_sentence() {
        Said said = said("attach", "--from", "198.18.1.0/33");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("--from takes an address or a network such as");
    }

    @Test
    void a_name_that_leads_elsewhere_is_a_sentence() {
        Said said = Said.by("backend", "status", "--name", "../director");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("--name takes letters, digits, '_' and '-'");
    }

    private static Optional<Path> controlGroups() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.map(line -> line.split(" "))
                    .filter(words -> words[2].equals("cgroup2"))
                    .map(words -> Path.of(words[1]))
                    .findFirst();
        }
    }

    private static Said said(String what, String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "backend";
        words[1] = what;
        words[2] = "--name";
        words[3] = NAME;
        System.arraycopy(options, 0, words, 4, options.length);
        return Said.by(words);
    }
}
