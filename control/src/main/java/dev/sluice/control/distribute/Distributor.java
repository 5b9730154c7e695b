package dev.sluice.control.distribute;

import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives every node the newest configuration: what was overtaken while a node was busy is skipped.
 * All state is guarded by one lock, which no call to a node is made under.
 */
public final class Distributor implements AutoCloseable {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<String, NodeLane> lanes = new LinkedHashMap<>();
    private NodeConfig newest = NodeConfig.EMPTY;
    private boolean closed;

    public Distributor(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds a node; it gets the newest configuration at once. One of the same name is replaced. */
    public void attach(Node node) {
        lock.lock();
        try {
            NodeLane lane = new NodeLane(node, this);
            NodeLane former = lanes.put(node.name(), lane);
            if (former != null) {
                former.stop();
            }
            lane.start();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a configuration the newest; returns at once. */
    public void publish(NodeConfig config) {
        lock.lock();
        try {
            newest = config;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The newest configuration. */
    public NodeConfig newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    public List<Node> nodes() {
        lock.lock();
        try {
            return lanes.values().stream().map(NodeLane::node).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How far each node has come, in the order they were attached. */
    public List<NodeProgress> progress() {
        lock.lock();
        try {
            return lanes.values().stream().map(NodeLane::progress).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every node has answered to a revision or a later one, with or without refusals.
     *
     * @return false when time ran out, or there is no node
     */
    public boolean awaitProgrammed(long revision, Duration timeout) throws InterruptedException {
        long leftNs = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isProgrammed(revision)) {
                if (leftNs <= 0 || closed) {
                    return false;
                }
                leftNs = moved.awaitNanos(leftNs);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is anybody to wait for. */
    public boolean hasNodes() {
        lock.lock();
        try {
            return !lanes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isProgrammed(long revision) {
        return !lanes.isEmpty()
                && lanes.values().stream()
                        .allMatch(lane -> lane.progress().acknowledged().revision() >= revision);
    }

    /**
     * Waits for a configuration that the lane has not tried, or for so long.
     *
     * @param tried the last revision that the lane tried
     */
    NodeConfig next(NodeLane lane, long tried, long patienceMs) throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        lock.lockInterruptibly();
        try {
            while (newest.revision() == tried && leftNs > 0 && !lane.stopped()) {
                leftNs = moved.awaitNanos(leftNs);
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /** Takes down what a lane has to say. */
    void record(NodeLane lane, NodeProgress progress) {
        lock.lock();
        try {
            lane.setProgress(progress);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long nowMs() {
        return clock.millis();
    }

    /** Stops giving; nodes keep what they have. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            lanes.values().forEach(NodeLane::stop);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
