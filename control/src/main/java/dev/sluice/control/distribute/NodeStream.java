package dev.sluice.control.distribute;

import dev.sluice.model.node.Acknowledgement;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.Question;
import dev.sluice.node.wire.Frame;
import dev.sluice.node.wire.Holding;
import dev.sluice.node.wire.StreamAnswer;
import dev.sluice.node.wire.StreamReport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one node, from the request for changes to its end. The thread that serves the
 * request writes; others leave what is to be written, and what has come back. All state is guarded
 * by one lock, under which nothing is written.
 */
public final class NodeStream {
    private final String session;
    private final StreamTimes times;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Queue<Frame> questions = new ArrayDeque<>();
    private final Map<Long, CompletableFuture<Explanation>> asked = new HashMap<>();
    private Holding sent;
    private @Nullable Holding wanted;
    private @Nullable StreamReport outcome;
    private @Nullable String ended;
    private long lastNumber;
    private long heardAtNs = System.nanoTime();

    /** Takes a line; blocks until it is sent. */
    @FunctionalInterface
    public interface Sink {
        void write(String line) throws IOException;
    }

    /**
     * Begins.
     *
     * @param session names this connection in what the node posts
     * @param held what the node says it holds, if control knows it; else nothing
     */
    NodeStream(String session, Holding held, StreamTimes times) {
        this.session = session;
        this.sent = held;
        this.times = times;
    }

    /** By which the node names this connection. */
    public String session() {
        return session;
    }

    /** Writes until the stream ends, or the node is gone. */
    void run(Sink sink) throws IOException, InterruptedException {
        while (true) {
            Frame frame = next();
            sink.write(frame.line() + "\n");
            if (frame instanceof Frame.End) {
                return;
            }
        }
    }

    private Frame next() throws InterruptedException {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(times.heartbeatMs());
        lock.lockInterruptibly();
        try {
            while (true) {
                if (ended == null && System.nanoTime() - heardAtNs > times.silenceNs()) {
                    ended = "nothing has come from the node for too long";
                }
                if (ended != null) {
                    return new Frame.End(ended);
                }
                if (wanted != null) {
                    return change(wanted);
                }
                if (!questions.isEmpty()) {
                    return questions.remove();
                }
                if (leftNs <= 0) {
                    return new Frame.Heartbeat(sent.revision(), sent.digest());
                }
                leftNs = moved.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A node that holds it already gets an empty change, so that it answers. */
    private Frame change(Holding holding) {
        Frame.Change change = holding.since(sent);
        sent = holding;
        wanted = null;
        return change;
    }

    /**
     * Sends a configuration and waits for the answer.
     *
     * @return empty if the stream ended before one came
     */
    Optional<StreamReport> give(Holding holding) {
        lock.lock();
        try {
            wanted = holding;
            outcome = null;
            moved.signalAll();
            while (outcome == null && ended == null) {
                moved.awaitUninterruptibly();
            }
            return Optional.ofNullable(outcome);
        } finally {
            lock.unlock();
        }
    }

    /** Takes in what the node has posted. */
    void hear(StreamReport report) {
        lock.lock();
        try {
            heardAtNs = System.nanoTime();
            Acknowledgement answer = report.acknowledged();
            boolean answered = answer != null && answer.revision() == sent.revision();
            if (wanted == null && (answered || report.failure() != null)) {
                outcome = report;
                if (report.failure() != null || !sent.isSameAs(report.digest())) {
                    sent = Holding.NONE;
                }
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks; the answer comes later, or fails. */
    CompletableFuture<Explanation> ask(Question question) {
        var answer = new CompletableFuture<Explanation>();
        lock.lock();
        try {
            if (ended != null) {
                answer.completeExceptionally(new NodeAway(ended));
                return answer;
            }
            lastNumber++;
            long number = lastNumber;
            asked.put(number, answer);
            questions.add(new Frame.Question(number, question));
            moved.signalAll();
            return answer.whenComplete((_, _) -> forget(number));
        } finally {
            lock.unlock();
        }
    }

    private void forget(long number) {
        lock.lock();
        try {
            asked.remove(number);
        } finally {
            lock.unlock();
        }
    }

    void hear(StreamAnswer answer) {
        CompletableFuture<Explanation> waiting;
        lock.lock();
        try {
            heardAtNs = System.nanoTime();
            waiting = asked.remove(answer.number());
        } finally {
            lock.unlock();
        }
        if (waiting == null) {
            return;
        }
        Explanation explanation = answer.explanation();
        if (explanation != null) {
            waiting.complete(explanation);
        } else {
            waiting.completeExceptionally(
                    new IllegalStateException(String.valueOf(answer.failure())));
        }
    }

    /** Lets it end, with a last line to the node if it still reads. */
    void end(String why) {
        Map<Long, CompletableFuture<Explanation>> unanswered;
        lock.lock();
        try {
            if (ended == null) {
                ended = why;
            }
            unanswered = Map.copyOf(asked);
            asked.clear();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        unanswered.values().forEach(one -> one.completeExceptionally(new NodeAway(why)));
    }
}
