package dev.sluice.app.lab;

import dev.sluice.app.rules.SourceTree;
import dev.sluice.app.scenario.Program;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A lab of the tests' own, made and handled by the launcher as users do it, beside whatever lab the
 * machine has. Owned by the test's thread.
 */
final class StandingLab implements AutoCloseable {
    private static final String PREFIX = "sluice-tlab-";
    private static final Path STATE = Path.of("/run/sluice-tlab");
    private static final Path LAUNCHER = SourceTree.root().resolve("sluice");

    private StandingLab() {}

    /** Makes it; what an earlier run left behind goes. */
    static StandingLab up(String... options) {
        var lab = new StandingLab();
        lab.close();
        var words = new ArrayList<>(List.of("up", "--prefix", PREFIX));
        words.addAll(List.of(options));
        lab.command(words.toArray(String[]::new));
        return lab;
    }

    /** Runs {@code ./sluice lab …}, which must succeed. */
    String command(String... words) {
        var all = new ArrayList<String>();
        all.addAll(List.of("env", "SLUICE_NO_BUILD=1", LAUNCHER.toString(), "lab", words[0]));
        all.addAll(List.of("--state", STATE.toString()));
        all.addAll(List.of(words).subList(1, words.length));
        Program ran = Program.run(all.toArray(String[]::new));
        if (ran.code() != 0) {
            throw new AssertionError(String.join(" ", all) + " failed:\n" + ran.output());
        }
        return ran.output();
    }

    /** Runs a command on a node, whatever its end. */
    Program exec(String node, String... command) {
        var words = new ArrayList<>(List.of("ip", "netns", "exec", PREFIX + node));
        words.addAll(List.of(command));
        return Program.run(words.toArray(String[]::new));
    }

    /** A command line of {@code ./sluice director …} for a director of the lab. */
    List<String> director(String name, String... words) {
        var all = new ArrayList<>(List.of("env", "SLUICE_NO_BUILD=1", LAUNCHER.toString()));
        all.addAll(List.of("director", words[0]));
        all.addAll(List.of("--state", STATE.resolve(name).resolve("sessions").toString()));
        all.addAll(List.of(words).subList(1, words.length));
        return all;
    }

    /** A node's namespace, for sockets of the test's own. */
    NetworkSpace space(String node) {
        return NetworkSpace.open(PREFIX + node);
    }

    /** Makes a configuration true, with the example's certificate beside it. */
    void apply(String yaml) {
        try {
            Path file = Files.writeString(STATE.resolve("region/test.yaml"), yaml);
            String data = STATE.resolve("control-1").toString();
            Program ran =
                    exec(
                            "control-1",
                            "env",
                            "SLUICE_NO_BUILD=1",
                            LAUNCHER.toString(),
                            "apply",
                            "--data",
                            data,
                            "-f",
                            file.toString());
            if (ran.code() != 0) {
                throw new AssertionError("apply failed:\n" + ran.output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration that it began with. */
    String configuration() {
        try {
            return Files.readString(STATE.resolve("region/lab.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a node's process has printed, for the words of a failure. */
    String log(String node) {
        return command("logs", node);
    }

    @Override
    public void close() {
        command("down", "--prefix", PREFIX);
    }
}
