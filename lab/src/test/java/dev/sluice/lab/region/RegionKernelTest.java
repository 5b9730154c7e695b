package dev.sluice.lab.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.lab.process.LabFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The region in real namespaces, with the director's kernel in the director's place. */
class RegionKernelTest {
    private static final String PREFIX = "sluice-tregion-";

    private static final long PATIENCE_NS = Duration.ofSeconds(60).toNanos();

    private final Region region = Region.of(PREFIX, new RegionSize(1, 1, 2, 2));
    private final Namespaces namespaces = new Namespaces(PREFIX);

    @BeforeEach
    void build() throws LabFailure {
        assumeTrue(
                "root".equals(System.getProperty("user.name"))
                        && Files.isExecutable(Path.of("/usr/sbin/ethtool")),
                "not run: the region in namespaces needs root, ip and ethtool");
        new RegionBuilder(region).build();
    }

    @AfterEach
    void clear() throws LabFailure {
        namespaces.clear();
        assertThat(namespaces.found()).isEmpty();
    }

    @Test
    void packets_for_a_virtual_address_reach_a_backend_by_the_director_and_come_back()
            throws LabFailure {
        RegionNode director = region.first(NodeKind.DIRECTOR);
        String ns = region.namespace(director);
        Step.of("ip", "-n", ns, "route", "add", "203.0.113.10", "via", "10.1.0.102").run();
        Step.of("ip", "-n", ns, "route", "add", "2001:db8:113::10", "via", "2001:db8:10::102")
                .run();

        reach("client", "203.0.113.10");
        reach("client", "2001:db8:113::10");
    }

    @Test
    void every_node_reaches_what_it_must_in_both_families() throws LabFailure {
        reach("client", "192.0.2.11"); // a director
        reach("client", "192.0.2.31"); // a proxy, as what it sends to clients goes back
        reach("client", "10.1.0.101"); // a backend, which answers by the director
        reach("proxy-1", "2001:db8:10::102");
        reach("control-1", "10.2.0.11");
        reach("control-1", "2001:db8:20::31");
    }

    @Test
    void a_machine_without_cables_is_silent_and_talks_again_when_they_are_back() throws LabFailure {
        RegionNode backend = region.node("backend-2").orElseThrow();
        Topology topology = new Topology(region);
        topology.links(backend.legs(), false).run();

        assertThat(answer("proxy-1", "10.1.0.102")).doesNotContain("refused");

        topology.links(backend.legs(), true).run();
        reach("proxy-1", "10.1.0.102");
    }

    @Test
    void backends_accept_a_virtual_address_but_never_answer_for_it() throws LabFailure {
        Step.of("ip", "-n", PREFIX + "director-1", "route", "add", "203.0.113.0/24", "dev", "back")
                .run();

        assertThat(answer("director-1", "203.0.113.10")).doesNotContain("refused");
    }

    private static void reach(String from, String to) throws LabFailure {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        String said = answer(from, to);
        while (!said.contains("refused") && System.nanoTime() - deadlineNs < 0) {
            said = answer(from, to);
        }
        assertThat(said).as("from %s", from).contains("Connection refused");
    }

    /** Nobody listens there, so a kernel that is reached refuses at once. */
    private static String answer(String from, String to) throws LabFailure {
        var connect = "exec 3<>/dev/tcp/" + to + "/9";
        return Step.inside(PREFIX + from, List.of("timeout", "1", "bash", "-c", connect))
                .attempt()
                .output();
    }
}
