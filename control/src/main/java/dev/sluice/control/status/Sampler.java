package dev.sluice.control.status;

import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.NodeAway;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a report of every node each second, on a virtual thread of its own. */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final long PERIOD_MS = 1_000;

    private final Distributor distributor;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Map<String, Sample> samples = Map.of();

    public Sampler(Distributor distributor) {
        this.distributor = distributor;
    }

    public void start() {
        Thread.ofVirtual().name("status-sampler").start(this::run);
    }

    private void run() {
        try {
            while (!stopped.await(PERIOD_MS, TimeUnit.MILLISECONDS)) {
                samples = taken(samples);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** The newest samples by node; a node that was never asked is asked now, without a rate. */
    Map<String, Sample> samples() {
        Map<String, Sample> known = new HashMap<>(samples);
        for (Node node : distributor.nodes()) {
            if (!known.containsKey(node.name())) {
                sample(node, null).ifPresent(sample -> known.put(node.name(), sample));
            }
        }
        return known;
    }

    private Map<String, Sample> taken(Map<String, Sample> before) {
        Map<String, Sample> next = new LinkedHashMap<>();
        List<Node> nodes = distributor.nodes();
        for (Node node : nodes) {
            sample(node, before.get(node.name()))
                    .ifPresent(sample -> next.put(node.name(), sample));
        }
        return next;
    }

    /** A node elsewhere reports less often than it is asked: the same report is no new sample. */
    private static Optional<Sample> sample(Node node, @Nullable Sample before) {
        try {
            NodeReport report = node.report();
            if (before != null && before.now().equals(report)) {
                return Optional.of(before);
            }
            return Optional.of(new Sample(before == null ? report : before.now(), report));
        } catch (NodeAway away) {
            return Optional.empty();
        } catch (RuntimeException failure) {
            if (before != null) {
                LOG.warn("node {} gives no report any more", node.name(), failure);
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        stopped.countDown();
    }
}
