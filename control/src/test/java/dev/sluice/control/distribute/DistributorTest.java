package dev.sluice.control.distribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.Eventually;
import dev.sluice.control.RecordingNode;
import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DistributorTest {
    private final Distributor distributor = new Distributor(InstantSource.system());
    private final RecordingNode node = new RecordingNode("one");

    @AfterEach
    void close() {
        distributor.close();
    }

    @Test
    void a_node_attached_late_gets_the_newest_at_once() throws Exception {
        distributor.publish(Role.PROXY, config(1));
        distributor.publish(Role.PROXY, config(2));
        distributor.attach(node, Role.PROXY);

        assertThat(distributor.awaitProgrammed(2, Duration.ofSeconds(60))).isTrue();
        assertThat(node.given()).extracting(NodeConfig::revision).containsExactly(2L);
    }

    @Test
    void what_is_overtaken_while_a_node_is_busy_is_skipped() throws Exception {
        var busy = new CountDownLatch(1);
        node.refuse(config -> {
            if (config.revision() == 1) {
                await(busy);
            }
            return List.of();
        });
        distributor.attach(node, Role.PROXY);
        distributor.publish(Role.PROXY, config(1));
        Eventually.holds("the node is busy", () -> node.given().size() == 1);
        for (int revision = 2; revision <= 50; revision++) {
            distributor.publish(Role.PROXY, config(revision));
        }
        busy.countDown();

        assertThat(distributor.awaitProgrammed(50, Duration.ofSeconds(60))).isTrue();
        assertThat(node.given()).extracting(NodeConfig::revision).containsExactly(1L, 50L);
    }

    @Test
    void a_node_that_fails_is_asked_again() throws Exception {
        var fails = new AtomicBoolean(true);
        node.refuse(_ -> {
            if (fails.get()) {
                throw new IllegalStateException("not now");
            }
            return List.of();
        });
        distributor.attach(node, Role.PROXY);
        distributor.publish(Role.PROXY, config(1));

        Eventually.holds(
                "the failure shows",
                () -> "not now".equals(distributor.progress().getFirst().failure()));
        fails.set(false);
        assertThat(distributor.awaitProgrammed(1, Duration.ofSeconds(60))).isTrue();
        assertThat(distributor.progress().getFirst().failure()).isNull();
    }

    @Test
    void a_refusal_is_kept_with_the_answer() throws Exception {
        var refusal = new Acknowledgement.Refusal("listener/a", "PortInUse", "in use");
        node.refuse(_ -> List.of(refusal));
        distributor.attach(node, Role.PROXY);
        distributor.publish(Role.PROXY, config(7));

        assertThat(distributor.awaitProgrammed(7, Duration.ofSeconds(60))).isTrue();
        assertThat(distributor.progress().getFirst().acknowledged())
                .isEqualTo(new Acknowledgement(7, List.of(refusal)));
    }

    @Test
    void waiting_ends_in_time_and_without_nodes_nothing_is_programmed() throws Exception {
        distributor.publish(Role.PROXY, config(1));

        assertThat(distributor.awaitProgrammed(1, Duration.ofMillis(20))).isFalse();
    }

    private static NodeConfig config(long revision) {
        return new NodeConfig(revision, Map.of());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
