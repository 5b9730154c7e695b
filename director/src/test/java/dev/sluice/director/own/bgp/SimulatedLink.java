package dev.sluice.director.own.bgp;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Two sessions and what lies between them: delays, cuts in any place, partitions. Its own clock.
 */
final class SimulatedLink {
    private static final NextHops HOPS =
            new NextHops(
                    InetAddress.ofLiteral("192.0.2.11"), InetAddress.ofLiteral("2001:db8:2::11"));
    private static final long DELAY_MS_MAX = 40;

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long order;
    long nowMs = 1000;
    boolean partitioned;

    SimulatedLink(SplittableRandom random) {
        this.random = random;
    }

    private record Event(long atMs, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    void at(long atMs, Runnable what) {
        events.add(new Event(atMs, order++, what));
    }

    private long soon() {
        return nowMs + 1 + random.nextLong(DELAY_MS_MAX);
    }

    /** Lets time pass, and both ends do what is due then. */
    void run(long untilMs, Runnable check, End... ends) {
        while (nowMs < untilMs) {
            long next = untilMs;
            if (!events.isEmpty()) {
                next = Math.min(next, events.peek().atMs);
            }
            for (End end : ends) {
                next = Math.min(next, Math.max(nowMs, end.session.nextMs()));
            }
            nowMs = next;
            for (End end : ends) {
                end.session.tick(nowMs);
            }
            while (!events.isEmpty() && events.peek().atMs <= nowMs) {
                events.remove().what.run();
            }
            check.run();
        }
    }

    /** One session's end of all connections. */
    final class End implements Wire {
        final SessionCounts counts = new SessionCounts();
        final PeerSession session;
        private final Map<Side, Plug> plugs = new EnumMap<>(Side.class);
        private long attempt;
        private End other;

        @SuppressWarnings("NullAway") // the other end is there before anything happens
        End(PeerSettings settings) {
            session = new PeerSession(settings, this, random.split(), counts);
            other = null;
        }

        void facing(End far) {
            other = far;
            far.other = this;
        }

        @Override
        public void connect() {
            long mine = ++attempt;
            at(soon(), () -> arrive(mine));
        }

        private void arrive(long mine) {
            if (mine != attempt || partitioned) {
                return;
            }
            if (!other.session.takes()) {
                attempt++;
                session.closed(Side.OUTGOING, nowMs);
                return;
            }
            Plug old = other.plugs.remove(Side.INCOMING);
            if (old != null) {
                old.unplug();
                other.session.closed(Side.INCOMING, nowMs);
            }
            var here = new Plug(this, Side.OUTGOING);
            var there = new Plug(other, Side.INCOMING);
            here.far = there;
            there.far = here;
            plugs.put(Side.OUTGOING, here);
            other.plugs.put(Side.INCOMING, there);
            other.session.connected(Side.INCOMING, HOPS, nowMs);
            if (plugs.get(Side.OUTGOING) == here) {
                session.connected(Side.OUTGOING, HOPS, nowMs);
            }
        }

        @Override
        public void send(Side side, byte[] message) {
            Plug plug = plugs.get(side);
            if (plug == null) {
                throw new AssertionError("sends on a connection that is not there: " + side);
            }
            int at = 0;
            while (at < message.length) {
                int size = 1 + random.nextInt(message.length - at);
                plug.put(Arrays.copyOfRange(message, at, at + size));
                at += size;
            }
        }

        @Override
        public void close(Side side) {
            if (side == Side.OUTGOING) {
                attempt++;
            }
            Plug plug = plugs.remove(side);
            if (plug != null) {
                plug.unplug();
            }
        }

        /** Cuts every connection, as a machine in between does that forgets them. */
        void cut() {
            for (Side side : Side.values()) {
                Plug plug = plugs.remove(side);
                if (plug != null) {
                    plug.unplug();
                    session.closed(side, nowMs);
                }
            }
        }

        /** What came by the connection that stands. */
        Heard heard() {
            Exchange standing = session.established();
            Plug plug = standing == null ? null : plugs.get(standing.side);
            if (plug == null) {
                throw new AssertionError("no session stands");
            }
            return plug.heard;
        }
    }

    /** One end of one connection. */
    private final class Plug {
        private static final byte[] END = new byte[0];

        private final End owner;
        private final Side side;
        private final Queue<byte[]> coming = new ArrayDeque<>();
        private final Heard heard = new Heard(true);
        private byte[] partial = new byte[0];
        private boolean open = true;
        private Plug far;

        @SuppressWarnings("NullAway") // plugged together at once
        Plug(End owner, Side side) {
            this.owner = owner;
            this.side = side;
            far = null;
        }

        void put(byte[] piece) {
            far.coming.add(piece);
            at(soon(), far::deliver);
        }

        void unplug() {
            open = false;
            put(END);
        }

        /** One piece for each that was sent, in their order. */
        private void deliver() {
            if (partitioned) {
                at(soon(), this::deliver);
                return;
            }
            byte[] piece = coming.remove();
            if (!open) {
                return;
            }
            if (piece.length == 0) {
                open = false;
                owner.plugs.remove(side);
                owner.session.closed(side, nowMs);
            } else {
                tap(piece);
                owner.session.received(side, piece, piece.length, nowMs);
            }
        }

        private void tap(byte[] piece) {
            int before = partial.length;
            partial = Arrays.copyOf(partial, before + piece.length);
            System.arraycopy(piece, 0, partial, before, piece.length);
            while (partial.length >= Message.HEADER_BYTES) {
                int length = (partial[16] & 0xFF) << 8 | (partial[17] & 0xFF);
                if (partial.length < length) {
                    return;
                }
                heard.message(Arrays.copyOf(partial, length));
                partial = Arrays.copyOfRange(partial, length, partial.length);
            }
        }
    }
}
