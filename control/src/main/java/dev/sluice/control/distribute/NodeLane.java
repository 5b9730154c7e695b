package dev.sluice.control.distribute;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's way from the distributor: a virtual thread that hands it one configuration after the
 * other. A node that refused something, or did not answer, is asked again after a while: a port may
 * have become free. One that is away is asked when it is back.
 */
final class NodeLane {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLane.class);
    private static final long RETRY_AFTER_FAILURE_MS = 1_000;
    private static final long RETRY_AFTER_REFUSAL_MS = 10_000;
    private static final long NEVER_MS = Long.MAX_VALUE / 1_000_000;

    private final Node node;
    private final Role role;
    private final Distributor distributor;
    private final Thread thread;
    private boolean askedAgain; // guarded by the distributor's lock
    private volatile boolean stopped;
    private volatile NodeProgress progress;

    NodeLane(Node node, Role role, Distributor distributor) {
        this.node = node;
        this.role = role;
        this.distributor = distributor;
        this.progress =
                new NodeProgress(
                        node.name(), role, new Acknowledgement(0, List.of()), 0, null, false);
        this.thread = Thread.ofVirtual().name("distribute-" + node.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Lets a configuration that is being taken finish: interrupting it could leave half of it. */
    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    void askAgain() {
        askedAgain = true;
    }

    boolean takeAskedAgain() {
        boolean asked = askedAgain;
        askedAgain = false;
        return asked;
    }

    Node node() {
        return node;
    }

    Role role() {
        return role;
    }

    NodeProgress progress() {
        return progress;
    }

    void setProgress(NodeProgress progress) {
        this.progress = progress;
    }

    private void run() {
        NodeConfig tried = null;
        long patienceMs = NEVER_MS;
        try {
            while (!stopped) {
                NodeConfig config = distributor.next(this, tried, patienceMs);
                tried = config;
                if (!stopped && config.revision() > 0) {
                    patienceMs = give(config);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands over, takes down the answer, and says when to ask again at the latest. */
    private long give(NodeConfig config) {
        try {
            Acknowledgement answer = node.apply(config);
            distributor.record(
                    this,
                    new NodeProgress(node.name(), role, answer, distributor.nowMs(), null, false));
            return answer.refusals().isEmpty() ? NEVER_MS : RETRY_AFTER_REFUSAL_MS;
        } catch (NodeAway away) {
            distributor.record(this, progress.gone(String.valueOf(away.getMessage())));
            return NEVER_MS;
        } catch (RuntimeException failure) {
            if (progress.failure() == null) {
                LOG.warn(
                        "node {} did not take revision {}; it is asked again until it does",
                        node.name(),
                        config.revision(),
                        failure);
            }
            distributor.record(this, progress.failed(String.valueOf(failure.getMessage())));
            return RETRY_AFTER_FAILURE_MS;
        }
    }
}
