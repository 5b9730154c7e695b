package dev.sluice.director.own.bgp;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The session with one peer: RFC 4271 §8 as a pure machine. Time comes with each call, bytes and
 * connections by {@link Wire}, so that it can be simulated.
 *
 * <pre>
 *            start             TCP                 OPEN                KEEPALIVE
 *    Idle ─────────▶ Connect ──────▶ OpenSent ──────────▶ OpenConfirm ───────────▶ Established
 *      ▲               ▲  │ fails        │                    │                        │
 *      │ stop          │  ▼              ▼ any fault, silence or end of the connection ▼
 *      └─────────── waits, longer each time ◀──────────────────────────────────────────┘
 * </pre>
 *
 * <p>Both ends may connect at once: there are two exchanges then until one's OPEN has come, and the
 * end with the higher identifier keeps the connection that it made (§6.8). For one thread.
 */
final class PeerSession {
    static final long RETRY_FIRST_MS = 250;
    static final long RETRY_MAX_MS = 8_000;

    /** How long a connection may take to come about. */
    static final long CONNECT_MS = 4_000;

    /** A session that stood so long begins its waiting anew. */
    static final long STABLE_MS = 10_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final PeerSettings settings;
    private final Wire wire;
    private final RandomGenerator random;
    private final SessionCounts counts;
    private final Map<Side, Exchange> exchanges = new EnumMap<>(Side.class);
    private Routes routes = Routes.NONE;
    private boolean started;
    private boolean connecting;
    private long connectDueMs = NEVER;
    private int failures;

    PeerSession(PeerSettings settings, Wire wire, RandomGenerator random, SessionCounts counts) {
        this.settings = settings;
        this.wire = wire;
        this.random = random;
        this.counts = counts;
    }

    /** Wants a session from now on. */
    void start(long nowMs) {
        if (!started) {
            started = true;
            failures = 0;
            connectDueMs = settings.passive() ? NEVER : nowMs;
        }
    }

    /** Ends what is open and wants none until the next {@link #start}. */
    void stop(Fault why, long nowMs) {
        started = false;
        abandon();
        endAll(why, nowMs);
        connectDueMs = NEVER;
    }

    /** Ends what is open; tries again after a while. */
    void fail(Fault why, long nowMs) {
        endAll(why, nowMs);
    }

    private void endAll(Fault why, long nowMs) {
        for (Side side : Side.values()) {
            Exchange exchange = exchanges.get(side);
            if (exchange != null) {
                end(exchange, why, new byte[0], nowMs);
            }
        }
    }

    /** What the peer is to know; told at once where a session stands. */
    void announce(Routes newest) {
        routes = newest;
        for (Exchange exchange : exchanges.values()) {
            if (exchange.state() == Exchange.State.ESTABLISHED) {
                exchange.tell(routes);
            }
        }
    }

    /** A connection stands: the one that was asked for, or one that the peer made. */
    void connected(Side side, NextHops nextHops, long nowMs) {
        if (side == Side.OUTGOING) {
            connecting = false;
            connectDueMs = NEVER;
        }
        if (exchanges.containsKey(side)) {
            throw new AssertionError("the wire has one connection of each side");
        }
        if (takes()) {
            exchanges.put(side, new Exchange(side, settings, nextHops, random, wire, nowMs));
        } else {
            counts.ended(Fault.REJECTED);
            wire.send(side, MessageWriter.notification(Fault.REJECTED, new byte[0]));
            wire.close(side);
        }
    }

    /**
     * Whether one more connection would be taken. An older one of the same side is closed by the
     * wire first: who connects once more knows nothing of it.
     */
    boolean takes() {
        return started && established() == null;
    }

    /** A connection ended, or did not come about. */
    void closed(Side side, long nowMs) {
        if (side == Side.OUTGOING) {
            connecting = false;
        }
        Exchange exchange = exchanges.remove(side);
        if (exchange != null) {
            counts.lost();
        }
        retry(exchange, nowMs);
    }

    /**
     * Bytes came.
     *
     * @param bytes the first {@code length} of them
     */
    void received(Side side, byte[] bytes, int length, long nowMs) {
        Exchange exchange = exchanges.get(side);
        if (exchange != null) {
            exchange.reader.feed(bytes, length, message -> take(exchange, message, nowMs));
        }
    }

    private void take(Exchange exchange, Message message, long nowMs) {
        if (exchanges.get(exchange.side) != exchange) {
            return; // ended by the message before
        }
        counts.received();
        exchange.heard(nowMs);
        switch (message) {
            case Message.Broken broken -> end(exchange, broken.fault(), broken.data(), nowMs);
            case Message.Notification notification -> told(exchange, notification, nowMs);
            case Message.Open open -> open(exchange, open, nowMs);
            case Message.Keepalive _ -> keepalive(exchange, nowMs);
            case Message.Update update -> update(exchange, update, nowMs);
            case Message.RouteRefresh refresh -> refresh(exchange, refresh, nowMs);
        }
    }

    private void told(Exchange exchange, Message.Notification notification, long nowMs) {
        counts.told(notification.code(), notification.subcode());
        drop(exchange, nowMs);
    }

    private void open(Exchange exchange, Message.Open open, long nowMs) {
        if (exchange.state() != Exchange.State.OPEN_SENT) {
            end(exchange, unexpected(exchange), new byte[0], nowMs);
            return;
        }
        Fault fault = faultOf(open);
        if (fault != null) {
            end(exchange, fault, new byte[0], nowMs);
        } else if (staysInCollision(exchange, open, nowMs)) {
            exchange.opened(open, nowMs);
        }
    }

    private @Nullable Fault faultOf(Message.Open open) {
        if (open.as() != settings.peerAs()) {
            return Fault.PEER_AS;
        }
        boolean own = open.identifier() == settings.identifier() && settings.internal();
        return open.identifier() == 0 || own ? Fault.IDENTIFIER : null;
    }

    /** RFC 4271 §6.8, with RFC 6286 §2.3 for equal identifiers. */
    private boolean staysInCollision(Exchange exchange, Message.Open open, long nowMs) {
        Exchange other = exchanges.get(exchange.side.other());
        if (other == null || other.state() == Exchange.State.OPEN_SENT) {
            return true;
        }
        int higher = Integer.compareUnsigned(settings.identifier(), open.identifier());
        boolean own = higher == 0 ? settings.localAs() > open.as() : higher > 0;
        boolean stays =
                other.state() == Exchange.State.OPEN_CONFIRM
                        && own == (exchange.side == Side.OUTGOING);
        end(stays ? other : exchange, Fault.COLLISION, new byte[0], nowMs);
        return stays;
    }

    private void keepalive(Exchange exchange, long nowMs) {
        switch (exchange.state()) {
            case OPEN_SENT -> end(exchange, unexpected(exchange), new byte[0], nowMs);
            case OPEN_CONFIRM -> {
                exchange.established(nowMs);
                counts.established();
                exchange.tell(routes);
            }
            case ESTABLISHED -> {}
        }
    }

    private void update(Exchange exchange, Message.Update update, long nowMs) {
        if (exchange.state() == Exchange.State.ESTABLISHED) {
            counts.oddAttributes(update.oddAttributes());
        } else {
            end(exchange, unexpected(exchange), new byte[0], nowMs);
        }
    }

    /** Subtypes 1 and 2 mark where a peer's own refresh begins and ends (RFC 7313). */
    private void refresh(Exchange exchange, Message.RouteRefresh refresh, long nowMs) {
        if (exchange.state() != Exchange.State.ESTABLISHED) {
            end(exchange, unexpected(exchange), new byte[0], nowMs);
        } else if (refresh.subtype() == 0 && refresh.safi() == Family.UNICAST) {
            exchange.tellAgain(refresh.family(), routes);
        }
    }

    private static Fault unexpected(Exchange exchange) {
        return switch (exchange.state()) {
            case OPEN_SENT -> Fault.UNEXPECTED_IN_OPEN_SENT;
            case OPEN_CONFIRM -> Fault.UNEXPECTED_IN_OPEN_CONFIRM;
            case ESTABLISHED -> Fault.UNEXPECTED_IN_ESTABLISHED;
        };
    }

    private void end(Exchange exchange, Fault why, byte[] data, long nowMs) {
        counts.ended(why);
        wire.send(exchange.side, MessageWriter.notification(why, data));
        drop(exchange, nowMs);
    }

    private void drop(Exchange exchange, long nowMs) {
        exchanges.remove(exchange.side);
        wire.close(exchange.side);
        retry(exchange, nowMs);
    }

    /** Waits before the next connection, unless another is there or on its way. */
    private void retry(@Nullable Exchange ended, long nowMs) {
        if (!started || settings.passive()) {
            return;
        }
        boolean stood =
                ended != null
                        && ended.state() == Exchange.State.ESTABLISHED
                        && nowMs - ended.establishedMs() >= STABLE_MS;
        failures = stood ? 0 : failures + 1;
        if (!connecting && !exchanges.containsKey(Side.OUTGOING)) {
            connectDueMs = nowMs + delayMs();
        }
    }

    private long delayMs() {
        int doubled = Math.clamp(failures - 1L, 0, 10);
        long most = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS << doubled);
        return most - random.nextLong(most / 4 + 1);
    }

    /** Does what is due. */
    void tick(long nowMs) {
        for (Side side : Side.values()) {
            Exchange exchange = exchanges.get(side);
            if (exchange != null && exchange.isSilent(nowMs)) {
                end(exchange, Fault.HOLD_EXPIRED, new byte[0], nowMs);
            } else if (exchange != null) {
                exchange.tick(nowMs);
            }
        }
        if (connectDueMs != NEVER && nowMs - connectDueMs >= 0) {
            connectOrGiveUp(nowMs);
        }
    }

    private void connectOrGiveUp(long nowMs) {
        if (connecting) {
            abandon();
            retry(null, nowMs);
        } else if (!exchanges.isEmpty()) {
            connectDueMs = NEVER; // until that one ends
        } else {
            connecting = true;
            connectDueMs = nowMs + CONNECT_MS;
            wire.connect();
        }
    }

    private void abandon() {
        if (connecting) {
            connecting = false;
            wire.close(Side.OUTGOING);
        }
    }

    /** When {@link #tick} is to be called next; {@link Long#MAX_VALUE} for never. */
    long nextMs() {
        long next = connectDueMs;
        for (Exchange exchange : exchanges.values()) {
            next = Math.min(next, exchange.nextMs());
        }
        return next;
    }

    /** The exchange that stands, if one does. */
    @Nullable Exchange established() {
        for (Exchange exchange : exchanges.values()) {
            if (exchange.state() == Exchange.State.ESTABLISHED) {
                return exchange;
            }
        }
        return null;
    }

    PeerState state() {
        Exchange furthest = null;
        for (Exchange exchange : exchanges.values()) {
            if (furthest == null || exchange.state().compareTo(furthest.state()) > 0) {
                furthest = exchange;
            }
        }
        if (furthest == null) {
            return connecting ? PeerState.CONNECT : started ? PeerState.ACTIVE : PeerState.IDLE;
        }
        return switch (furthest.state()) {
            case OPEN_SENT -> PeerState.OPEN_SENT;
            case OPEN_CONFIRM -> PeerState.OPEN_CONFIRM;
            case ESTABLISHED -> PeerState.ESTABLISHED;
        };
    }
}
