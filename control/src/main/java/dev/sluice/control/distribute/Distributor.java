package dev.sluice.control.distribute;

import dev.sluice.model.node.Node;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives every node the newest configuration of its role: what was overtaken while a node was busy
 * is skipped. All state is guarded by one lock, which no call to a node is made under.
 */
public final class Distributor implements AutoCloseable {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<String, NodeLane> lanes = new LinkedHashMap<>();
    private final Map<Role, NodeConfig> newest = new EnumMap<>(Role.class);
    private boolean closed;

    public Distributor(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds a node; it gets the newest configuration at once. One of the same name is replaced. */
    public void attach(Node node, Role role) {
        lock.lock();
        try {
            NodeLane lane = new NodeLane(node, role, this);
            NodeLane former = lanes.put(node.name(), lane);
            if (former != null) {
                former.stop();
            }
            lane.start();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a node away, if there is one of that name. It keeps what it has. */
    public void detach(String name) {
        lock.lock();
        try {
            NodeLane lane = lanes.remove(name);
            if (lane != null) {
                lane.stop();
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes down that a node has come back: it is asked again at once. */
    void returned(String name) {
        lock.lock();
        try {
            NodeLane lane = lanes.get(name);
            if (lane != null) {
                lane.setProgress(lane.progress().here());
                lane.askAgain();
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes down that a node is away.
     *
     * @param why one sentence
     */
    void left(String name, String why) {
        lock.lock();
        try {
            NodeLane lane = lanes.get(name);
            if (lane != null) {
                lane.setProgress(lane.progress().gone(why));
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes a configuration the newest of a role; returns at once. */
    public void publish(Role role, NodeConfig config) {
        lock.lock();
        try {
            newest.put(role, config);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The newest configuration of a role. */
    public NodeConfig newest(Role role) {
        lock.lock();
        try {
            return newest.getOrDefault(role, NodeConfig.EMPTY);
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
     * Waits until every node that is there has answered to a revision or a later one, with or
     * without refusals. Nobody waits for a node that is away.
     *
     * @return false when time ran out, or there is no node, or all are away
     */
    public boolean awaitProgrammed(long revision, Duration timeout) throws InterruptedException {
        long leftNs = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isProgrammed(revision)) {
                if (leftNs <= 0 || closed || allAway()) {
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
                && !allAway()
                && lanes.values().stream()
                        .map(NodeLane::progress)
                        .allMatch(node -> node.away() || node.hasAnswered(revision));
    }

    private boolean allAway() {
        return !lanes.isEmpty() && lanes.values().stream().allMatch(lane -> lane.progress().away());
    }

    /**
     * Waits for a configuration that the lane has not tried, or for so long.
     *
     * @param tried what the lane tried last; null if it shall try whatever is newest
     */
    NodeConfig next(NodeLane lane, @Nullable NodeConfig tried, long patienceMs)
            throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        lock.lockInterruptibly();
        try {
            while (newest(lane.role()) == tried
                    && leftNs > 0
                    && !lane.stopped()
                    && !lane.takeAskedAgain()) {
                leftNs = moved.awaitNanos(leftNs);
            }
            return newest(lane.role());
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
