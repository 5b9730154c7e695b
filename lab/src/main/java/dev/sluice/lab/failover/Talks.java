package dev.sluice.lab.failover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All clients of a measurement: one thread that opens talks, keeps them going, and notes what
 * becomes of them. Other threads {@link #ask}; all else is that thread's.
 */
public final class Talks implements AutoCloseable {
    /** How often those speak who only keep a connection up. */
    static final int SELDOM_MS = 100;

    private static final int BEAT_MS = 10;
    private static final int QUIET_MS = 20;
    private static final int CONNECTING_MOST = 128;
    private static final long NS_PER_MS = 1_000_000;
    private static final long SWEEP_NS = 500 * NS_PER_MS;

    /** Silence for so long is as bad as an end. */
    public static final Duration SILENCE = Duration.ofSeconds(15);

    private final List<Door> doors;
    private final NumberedRecord records = new NumberedRecord();
    private final ByteBuffer in = ByteBuffer.allocateDirect(2 * NumberedRecord.MOST_BYTES + 4096);
    private final ByteBuffer out = ByteBuffer.allocateDirect(NumberedRecord.MOST_BYTES);
    private final List<List<TalkSocket>> wheel = new ArrayList<>();
    private final List<TalkSocket> all = new ArrayList<>();
    private final List<Talk> over = new ArrayList<>();
    private final ArrayDeque<Kind> toOpen = new ArrayDeque<>();
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Selector selector = Selector.open();
    private final Thread thread;
    private final long silenceNs;
    private final int roundMs;
    private long opened;
    private int connecting;
    private int takers;
    private double perSecond;
    private double due;
    private long lateMostNs;
    private @Nullable Exception failure;
    private boolean hushed;
    private volatile boolean stopped;

    private Talks(Place place, List<Door> doors, Duration silence, int roundMs) throws IOException {
        this.doors = List.copyOf(doors);
        this.silenceNs = silence.toNanos();
        this.roundMs = roundMs;
        for (int slot = 0; slot < roundMs; slot++) {
            wheel.add(new ArrayList<>());
        }
        this.thread = place.newThread("talks", this::run);
    }

    /**
     * Starts the clients, who have nothing to do yet.
     *
     * @param silence how long a talk may hear nothing that it waits for
     * @param roundMs how often each has its turn; a multiple of 10
     */
    public static Talks start(Place place, List<Door> doors, Duration silence, int roundMs)
            throws IOException {
        var talks = new Talks(place, doors, silence, roundMs);
        talks.thread.start();
        return talks;
    }

    private void run() {
        try (selector) {
            long lastNs = System.nanoTime();
            long sweepNs = lastNs;
            while (!stopped) {
                gather(lastNs);
                for (Runnable one = asked.poll(); one != null; one = asked.poll()) {
                    one.run();
                }
                long nowNs = System.nanoTime();
                turns(lastNs / NS_PER_MS, nowNs / NS_PER_MS, nowNs);
                lateMostNs = Math.max(lateMostNs, nowNs - lastNs);
                open(nowNs - lastNs, nowNs);
                if (nowNs - sweepNs > SWEEP_NS) {
                    sweep(nowNs);
                    sweepNs = nowNs;
                }
                lastNs = nowNs;
            }
            all.forEach(TalkSocket::abort);
        } catch (IOException | RuntimeException e) {
            failure = e;
            stopped = true;
            for (Runnable one = asked.poll(); one != null; one = asked.poll()) {
                one.run();
            }
        }
    }

    /** Serves whoever has something; with many that talk, those of a millisecond together. */
    private void gather(long lastNs) throws IOException {
        if (isQuiet()) {
            selector.select(this::serve, QUIET_MS);
        } else {
            LockSupport.parkNanos(lastNs + NS_PER_MS - System.nanoTime());
            selector.selectNow(this::serve);
        }
    }

    /** Whether nobody has turns, and nobody is to come. */
    private boolean isQuiet() {
        return takers == 0 && toOpen.isEmpty() && perSecond == 0;
    }

    private void serve(SelectionKey key) {
        var socket = (TalkSocket) key.attachment();
        boolean before = socket.talk().phase == Talk.Phase.CONNECTING;
        socket.serve(in, out, System.nanoTime());
        if (before && socket.talk().phase != Talk.Phase.CONNECTING) {
            connecting--;
        }
    }

    /** Everybody whose millisecond has come; nobody twice, when this thread was late. */
    private void turns(long afterMs, long toMs, long nowNs) {
        for (long ms = Math.max(afterMs + 1, toMs - roundMs + 1); ms <= toMs; ms++) {
            List<TalkSocket> slot = wheel.get((int) (ms % roundMs));
            for (int i = slot.size() - 1; i >= 0; i--) {
                TalkSocket socket = slot.get(i);
                if (socket.talk().isLive()) {
                    if (!hushed || !socket.talk().kind.isDatagrams()) {
                        socket.turn(out, nowNs);
                    }
                } else {
                    slot.set(i, slot.getLast());
                    slot.removeLast();
                }
            }
        }
    }

    private void open(long passedNs, long nowNs) throws IOException {
        due = Math.min(due + perSecond * passedNs / 1e9, Math.max(1, perSecond / 10));
        for (; due >= 1; due--) {
            openOne(Kind.YOUNG, nowNs);
        }
        while (!toOpen.isEmpty() && connecting < CONNECTING_MOST) {
            openOne(toOpen.removeFirst(), nowNs);
        }
    }

    private void openOne(Kind kind, long nowNs) throws IOException {
        Door door = doors.get((int) (opened % doors.size()));
        var talk = new Talk(++opened, kind, door, nowNs);
        TalkSocket socket = TalkSocket.open(talk, selector, records);
        all.add(socket);
        if (talk.phase == Talk.Phase.CONNECTING) {
            connecting++;
        }
        takers += kind.isSteady() || kind == Kind.YOUNG ? 1 : 0;
        long turn = opened / doors.size() * 7;
        if (kind == Kind.BEAT) {
            for (int slot = (int) (turn % BEAT_MS); slot < roundMs; slot += BEAT_MS) {
                wheel.get(slot).add(socket);
            }
        } else if (kind.isSteady() || kind == Kind.YOUNG) {
            wheel.get((int) (turn % roundMs)).add(socket);
        }
    }

    private void sweep(long nowNs) {
        for (TalkSocket socket : all) {
            Talk talk = socket.talk();
            boolean before = talk.phase == Talk.Phase.CONNECTING;
            talk.checkSilence(nowNs, silenceNs);
            if (before && !talk.isLive()) {
                connecting--;
            }
            socket.closeIfOver();
        }
        all.removeIf(socket -> !socket.talk().isLive() && over.add(socket.talk()));
    }

    /** Has the clients' thread do something, and waits for what it says. */
    <T> T ask(Function<Talks, T> question) {
        var answer = new CompletableFuture<T>();
        asked.add(() -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(question.apply(this));
            }
        });
        selector.wakeup();
        if (stopped) {
            throw new IllegalStateException("the clients have stopped", failure);
        }
        return answer.join();
    }

    /** Has the clients' thread do something soon. */
    void tell(Consumer<Talks> deed) {
        asked.add(() -> deed.accept(this));
        selector.wakeup();
    }

    /** Opens as many more, spread over all doors, a few at a time. */
    void open(Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            toOpen.add(kind);
        }
    }

    /** Opens as many at once. */
    void burst(Kind kind, int count) {
        try {
            for (int i = 0; i < count; i++) {
                openOne(kind, System.nanoTime());
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot open sockets: " + e.getMessage(), e);
        }
    }

    /** Opens new ones at a rate from now on. */
    void rate(double connectionsPerSecond) {
        perSecond = connectionsPerSecond;
    }

    /** Whether nobody sends datagrams from now on. */
    void hush(boolean silent) {
        hushed = silent;
    }

    /** Has all of a kind end. */
    void finish(Kind kind) {
        forEach(talk -> talk.kind == kind, socket -> socket.finish(out, System.nanoTime()));
    }

    /** Has those that are chosen say something. */
    void say(Predicate<Talk> chosen) {
        forEach(chosen, socket -> socket.say(out, System.nanoTime()));
    }

    private void forEach(Predicate<Talk> chosen, Consumer<TalkSocket> deed) {
        for (TalkSocket socket : all) {
            if (socket.talk().isLive() && chosen.test(socket.talk())) {
                deed.accept(socket);
            }
        }
    }

    /** Every talk that has not been forgotten. */
    Collection<Talk> talks() {
        return Stream.concat(all.stream().map(TalkSocket::talk), over.stream()).toList();
    }

    /** How many are to be opened, or just being. */
    int pending() {
        return toOpen.size() + connecting;
    }

    /** Forgets talks that are over. */
    void forget() {
        all.removeIf(socket -> !socket.talk().isLive());
        over.clear();
    }

    /** Measures gaps and losses from now on. */
    void mark() {
        talks().forEach(Talk::mark);
        lateMostNs = 0;
    }

    /** The longest that this thread left everybody waiting since it was marked. */
    long lateMostNs() {
        return lateMostNs;
    }

    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
