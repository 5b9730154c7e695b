package dev.sluice.lab.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lab that was killed has left in the kernel, and what the next one makes of it. */
class LeftoversTest {
    private static final String PREFIX = "sluice-tleft-";
    private static final String OURS = PREFIX + "backend-1";
    private static final String NOT_OURS = PREFIX + "backend-x";

    @TempDir private Path folder;

    @BeforeEach
    void makeNamespaces() throws LabFailure {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "not run without root: leftovers of labs");
        delete();
        Step.of("ip", "netns", "add", OURS).run();
        Step.of("ip", "netns", "add", NOT_OURS).run();
    }

    @AfterEach
    void delete() throws LabFailure {
        for (String name : new String[] {OURS, NOT_OURS}) {
            Step.of("ip", "netns", "del", name).attempt();
        }
    }

    @Test
    void a_lab_clears_its_namespaces_and_what_runs_in_them_and_nobody_elses() throws Exception {
        Process inOurs = sleepIn(OURS);
        Process inNotOurs = sleepIn(NOT_OURS);

        new Lab(folder.resolve("state")).down(PREFIX);

        assertThat(inOurs.waitFor()).isEqualTo(128 + 9);
        assertThat(inNotOurs.isAlive()).isTrue();
        assertThat(Path.of("/run/netns", OURS)).doesNotExist();
        assertThat(Path.of("/run/netns", NOT_OURS)).exists();
        inNotOurs.destroyForcibly().waitFor();
    }

    @Test
    void a_lab_unmounts_what_directors_pinned_in_and_removes_its_folder() throws Exception {
        Path state = folder.resolve("state");
        var pins = new Mounts(state);
        Path pinned = state.resolve("director-1/bpf");
        pins.mount("bpf", pinned);
        pins.mount("bpf", pinned); // once more changes nothing
        assertThat(Files.getFileStore(pinned).type()).isEqualTo("bpf");

        new Lab(state).down(PREFIX);

        assertThat(state).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(state.toString());
    }

    /** The process that sleeps, not one that waits for it: {@code ip} becomes it. */
    private static Process sleepIn(String namespace) throws IOException {
        Process process =
                new ProcessBuilder("ip", "netns", "exec", namespace, "sleep", "600").start();
        Patience patience = Patience.ofSeconds(60);
        while (!isIn(process, namespace) && !patience.isOver()) {
            patience.pause();
        }
        return process;
    }

    private static boolean isIn(Process process, String namespace) throws IOException {
        Object own = Files.getAttribute(Path.of("/proc/" + process.pid() + "/ns/net"), "unix:ino");
        return own.equals(Files.getAttribute(Path.of("/run/netns", namespace), "unix:ino"));
    }
}
