package dev.sluice.director.own.bfd;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The session with one neighbour: RFC 5880 §6.8 as a pure machine, in asynchronous mode, without
 * echo. Time, in microseconds, comes with each call. For one thread.
 *
 * <pre>
 *              hears Down                  hears Init or Up
 *     DOWN ──────────────────▶ INIT ───────────────────────────▶ UP
 *      ▲ │        hears Init                                     ▲ │
 *      │ └───────────────────────────────────────────────────────┘ │
 *      └─── hears nothing for the detection time, or Down or AdminDown,
 *           or the workers make no progress: stays down until they do
 * </pre>
 */
final class BfdSession {
    /** RFC 5880 §6.8.3: a session that is not up does not send more often. */
    static final long SLOW_US = 1_000_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final BfdTiming timing;
    private final int my;
    private final RandomGenerator random;
    private final Consumer<ControlPacket> out;
    private BfdState state = BfdState.DOWN;
    private Diagnostic diagnostic = Diagnostic.NONE;
    private boolean held;
    private int your;
    private BfdState theirs = BfdState.DOWN;
    private long theirRequiredRxUs = 1;
    private long theirDesiredTxUs;
    private int theirMultiplier;
    private boolean polling;
    private long sendDueUs;
    private long heardUs;
    private long detectDueUs = NEVER;
    private long ups;
    private long downs;

    /**
     * @param my its discriminator: not 0, and no other session's
     */
    BfdSession(
            BfdTiming timing,
            int my,
            RandomGenerator random,
            Consumer<ControlPacket> out,
            long nowUs) {
        this.timing = timing;
        this.my = my;
        this.random = random;
        this.out = out;
        this.sendDueUs = nowUs;
    }

    BfdState state() {
        return state;
    }

    int my() {
        return my;
    }

    long ups() {
        return ups;
    }

    long downs() {
        return downs;
    }

    /** Says whether the workers make progress; without it the session is down and stays so. */
    void progress(boolean made, long nowUs) {
        if (held == made) {
            held = !made;
            if (held) {
                down(Diagnostic.FORWARDING_PLANE_RESET);
                send(false, nowUs);
            }
        }
    }

    /** Says that this end goes on purpose: routes are to stay as BGP says (RFC 5882 §4.2). */
    void leave(long nowUs) {
        down(Diagnostic.ADMINISTRATIVELY_DOWN);
        state = BfdState.ADMIN_DOWN;
        send(false, nowUs);
        sendDueUs = NEVER;
        detectDueUs = NEVER;
    }

    /** Takes a packet that has nothing wrong with it and is for this session: §6.8.6. */
    void received(ControlPacket packet, long nowUs) {
        if (state == BfdState.ADMIN_DOWN) {
            return;
        }
        your = packet.my();
        theirs = packet.state();
        theirRequiredRxUs = packet.requiredRxUs();
        theirDesiredTxUs = packet.desiredTxUs();
        theirMultiplier = packet.multiplier();
        heardUs = nowUs;
        if (packet.last()) {
            polling = false;
        }
        BfdState before = state;
        move();
        detectDueUs = heardUs + detectionUs();
        if (packet.poll()) {
            send(true, nowUs);
        } else if (state != before) {
            send(false, nowUs);
        }
        sendDueUs = Math.min(sendDueUs, nowUs + everyUs());
    }

    private void move() {
        switch (state) {
            case DOWN -> {
                if (!held && theirs == BfdState.DOWN) {
                    state = BfdState.INIT;
                } else if (!held && theirs == BfdState.INIT) {
                    up();
                }
            }
            case INIT -> {
                if (theirs == BfdState.INIT || theirs == BfdState.UP) {
                    up();
                } else if (theirs == BfdState.ADMIN_DOWN) {
                    down(Diagnostic.NEIGHBOR_SIGNALED_DOWN);
                }
            }
            case UP -> {
                if (theirs == BfdState.DOWN || theirs == BfdState.ADMIN_DOWN) {
                    down(Diagnostic.NEIGHBOR_SIGNALED_DOWN);
                }
            }
            case ADMIN_DOWN -> {}
        }
    }

    private void up() {
        state = BfdState.UP;
        diagnostic = Diagnostic.NONE;
        ups++;
        // The interval gets shorter now; §6.8.3 wants that said by a poll.
        polling = true;
    }

    private void down(Diagnostic why) {
        if (state == BfdState.UP) {
            downs++;
        }
        state = BfdState.DOWN;
        diagnostic = why;
        polling = false;
    }

    /** Does what is due. */
    void tick(long nowUs) {
        if (detectDueUs != NEVER && nowUs - detectDueUs >= 0) {
            detectDueUs = NEVER;
            your = 0; // §6.8.1: nothing is known of the other end any more
            theirRequiredRxUs = 1;
            theirs = BfdState.DOWN;
            if (state == BfdState.INIT || state == BfdState.UP) {
                down(Diagnostic.DETECTION_TIME_EXPIRED);
                send(false, nowUs);
            }
        }
        if (sendDueUs != NEVER && nowUs - sendDueUs >= 0) {
            send(false, nowUs);
        }
    }

    /** When {@link #tick} is to be called next. */
    long nextUs() {
        return Math.min(sendDueUs, detectDueUs);
    }

    private void send(boolean last, long nowUs) {
        out.accept(
                new ControlPacket(
                        state,
                        diagnostic.number(),
                        polling && !last,
                        last,
                        timing.multiplier(),
                        my,
                        your,
                        desiredTxUs(),
                        timing.intervalUs()));
        sendDueUs = theirRequiredRxUs == 0 ? NEVER : nowUs + jittered(everyUs());
    }

    private long desiredTxUs() {
        return state == BfdState.UP ? timing.intervalUs() : SLOW_US;
    }

    private long everyUs() {
        return Math.max(desiredTxUs(), theirRequiredRxUs);
    }

    /** §6.8.7: up to a quarter less, so that neighbours do not send in step. */
    private long jittered(long us) {
        long least = timing.multiplier() == 1 ? us / 10 : 0;
        return us - least - random.nextLong(us / 4 - least + 1);
    }

    /** §6.8.4: the other end's multiplier and interval decide. */
    private long detectionUs() {
        long everyUs = Math.max(timing.intervalUs(), theirDesiredTxUs);
        return theirMultiplier * everyUs;
    }
}
