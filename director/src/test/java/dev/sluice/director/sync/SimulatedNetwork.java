package dev.sluice.director.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network and a clock: what is sent comes after a while, late, twice, in another order or not at
 * all. Events happen one after the other, in an order that follows from the seed alone.
 */
final class SimulatedNetwork {
    /** Something that happens. */
    private record Event(long atMs, long number, Runnable what) {}

    /** A datagram that somebody wrote down. */
    static final class Recorded {
        private final byte[] bytes;

        Recorded(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private static final int RECORDED_MAX = 2_000;

    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((one, other) ->
                    one.atMs != other.atMs
                            ? Long.compare(one.atMs, other.atMs)
                            : Long.compare(one.number, other.number));
    private final List<SimulatedDirector> directors = new ArrayList<>();
    final List<Recorded> recorded = new ArrayList<>();
    private long nowMs = 1_000;
    private long numbers;
    double loss;
    double duplication;
    int delayMaxMs = 2;

    /** Directors with different numbers do not reach each other. */
    int[] side = new int[0];

    /** What becomes of each datagram. */
    UnaryOperator<byte[]> onItsWay = UnaryOperator.identity();

    private int[] bulkOf = new int[0];

    SimulatedNetwork(Random random) {
        this.random = random;
    }

    void join(SimulatedDirector director) {
        directors.add(director);
        side = new int[directors.size() + 1];
        bulkOf = new int[directors.size() + 1];
    }

    long nowMs() {
        return nowMs;
    }

    void after(long delayMs, Runnable what) {
        events.add(new Event(nowMs + delayMs, numbers++, what));
    }

    /** Lets the next thing happen. */
    void step() {
        Event event = events.remove();
        nowMs = Math.max(nowMs, event.atMs);
        event.what.run();
    }

    boolean reaches(SimulatedDirector from, SimulatedDirector to) {
        return side[from.node] == side[to.node];
    }

    /** The connections of a director break. */
    void broken(SimulatedDirector director) {
        bulkOf[director.node]++;
    }

    Outlet outlet(SimulatedDirector from) {
        return new Outlet() {
            @Override
            public void send(int node, byte[] bytes, int length) {
                byte[] copy = onItsWay.apply(Arrays.copyOf(bytes, length));
                if (recorded.size() < RECORDED_MAX && random.nextInt(8) == 0) {
                    recorded.add(new Recorded(copy));
                }
                for (SimulatedDirector to : directors) {
                    if (to != from && (node == ALL || node == to.node)) {
                        carry(from, to, copy);
                    }
                }
            }

            @Override
            public void openBulk(int node, byte[] request, int length) {
                int number = ++bulkOf[from.node];
                byte[] copy = Arrays.copyOf(request, length);
                after(delay(), () -> answerBulk(from, directors.get(node - 1), copy, number));
            }

            @Override
            public void closeBulk() {
                bulkOf[from.node]++;
            }
        };
    }

    private void carry(SimulatedDirector from, SimulatedDirector to, byte[] bytes) {
        int copies = random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() >= loss && reaches(from, to)) {
                after(delay(), () -> deliver(to, bytes));
            }
        }
    }

    void deliver(SimulatedDirector to, byte[] bytes) {
        if (!to.isUp()) {
            return;
        }
        if (to.stalledUntilMs > nowMs) {
            after(to.stalledUntilMs - nowMs, () -> deliver(to, bytes));
            return;
        }
        to.sync().receive(bytes, bytes.length, nowMs);
    }

    private int delay() {
        return random.nextInt(delayMaxMs + 1);
    }

    private void answerBulk(
            SimulatedDirector asker, SimulatedDirector source, byte[] question, int number) {
        if (bulkOf[asker.node] != number || !asker.isUp()) {
            return;
        }
        @Nullable BulkAnswer answer =
                source.isUp() && reaches(asker, source)
                        ? source.sync().answer(question, question.length, nowMs)
                        : null;
        if (answer == null) {
            after(delay(), () -> endBulk(asker, number));
        } else {
            pump(asker, source, source.life, answer, number);
        }
    }

    private void pump(
            SimulatedDirector asker,
            SimulatedDirector source,
            int life,
            BulkAnswer answer,
            int number) {
        if (bulkOf[asker.node] != number || !asker.isUp()) {
            return;
        }
        boolean breaks =
                source.life != life
                        || !source.isUp()
                        || !reaches(asker, source)
                        || random.nextDouble() < loss / 10;
        int length = breaks ? 0 : answer.next(nowMs);
        if (length == 0) {
            after(delay(), () -> endBulk(asker, number));
            return;
        }
        byte[] part = Arrays.copyOf(answer.bytes(), length);
        int cut = random.nextInt(length + 1);
        after(
                1,
                () -> {
                    if (bulkOf[asker.node] == number && asker.isUp()) {
                        asker.sync().bulk(part, 0, cut, nowMs);
                        asker.sync().bulk(part, cut, length - cut, nowMs);
                    }
                    pump(asker, source, life, answer, number);
                });
    }

    private void endBulk(SimulatedDirector asker, int number) {
        if (bulkOf[asker.node] == number && asker.isUp()) {
            bulkOf[asker.node]++;
            asker.sync().bulkEnded(nowMs);
        }
    }
}
