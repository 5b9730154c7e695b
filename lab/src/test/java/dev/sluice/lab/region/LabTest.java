package dev.sluice.lab.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.process.LabFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said and kept of a lab; the kernel's part is elsewhere. */
class LabTest {
    private static final Running ME = Running.of(ProcessHandle.current().pid()).orElseThrow();
    private static final Running GONE = new Running(ME.pid(), ME.startedTicks() - 1);
    private static final LabState STANDING =
            new LabState(
                    "sluice-tlab-",
                    RegionSize.USUAL,
                    null,
                    Map.of("control-1", ME, "backend-1", GONE));

    @TempDir private Path temporary;
    private StateFolder folder;
    private Lab lab;

    @BeforeEach
    void begin() throws LabFailure {
        folder = new StateFolder(temporary.resolve("lab"));
        lab = new Lab(folder.path());
        folder.create();
    }

    @Test
    void what_is_known_of_a_lab_reads_back_as_it_was_written() throws LabFailure {
        folder.write(STANDING);

        assertThat(folder.read()).contains(STANDING);
        assertThat(folder.path().resolve("prefix")).hasContent("sluice-tlab-\n");
    }

    @Test
    void keys_and_tokens_are_for_the_owner_alone() throws Exception {
        RegionNode proxy = Region.of("", RegionSize.USUAL).node("proxy-1").orElseThrow();
        folder.writeKey(proxy, "k", "secret");

        for (Path path : List.of(folder.path(), folder.keys(proxy).resolve("k.pem"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .endsWith("------");
        }
    }

    @Test
    void a_second_lab_is_refused_while_a_process_of_the_first_lives() throws LabFailure {
        folder.write(STANDING);
        var plan =
                new LabPlan(
                        Path.of("/nowhere"),
                        "sluice-tlab-",
                        RegionSize.USUAL,
                        new LabPlan.Configuration.AsWritten(Path.of("/nowhere.yaml")),
                        Map.of(),
                        List.of());

        assertThatThrownBy(() -> lab.up(plan, _ -> {}))
                .hasMessage("a lab is up already; ./sluice lab down takes it away");
    }

    @Test
    void a_lab_whose_processes_have_all_ended_is_not_in_use() {
        var dead = Map.of("control-1", GONE);
        assertThat(new LabState("p", RegionSize.USUAL, null, dead).isInUse()).isFalse();
        assertThat(new LabState("p", RegionSize.USUAL, GONE, dead).isInUse()).isFalse();
        assertThat(new LabState("p", RegionSize.USUAL, ME, dead).isInUse()).isTrue();
    }

    @Test
    void without_a_lab_every_command_says_how_to_make_one() {
        assertThatThrownBy(lab::status).hasMessage("no lab is up; ./sluice lab up makes one");
        assertThatThrownBy(() -> lab.node("client")).hasMessageContaining("./sluice lab up");
    }

    @Test
    void a_node_that_is_not_there_is_answered_with_those_that_are() throws LabFailure {
        folder.write(STANDING);

        assertThatThrownBy(() -> lab.node("backend-9"))
                .hasMessage(
                        "there is no node 'backend-9'; there are: client, router, control-1, director-1, proxy-1, proxy-2, backend-1, backend-2, backend-3");
    }

    @Test
    void what_has_no_process_or_no_living_one_cannot_be_killed_without_its_machine()
            throws LabFailure {
        folder.write(STANDING);

        assertThatThrownBy(() -> lab.kill(lab.node("backend-1"), false))
                .hasMessage("backend-1 is not running");
        assertThatThrownBy(() -> lab.kill(lab.node("router"), false))
                .hasMessage("router has no process; --machine takes its cables out");
    }
}
