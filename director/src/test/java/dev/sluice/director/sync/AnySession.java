package dev.sluice.director.sync;

import dev.sluice.director.session.TcpStates;
import java.util.random.RandomGenerator;

/** Sessions by chance, of few clients, so that they meet. */
final class AnySession {
    private static final long IPV4 = 0xFFFF_0000_0000L;

    private AnySession() {}

    static SyncedSession of(RandomGenerator random) {
        var session = new SyncedSession();
        key(session, random.nextInt(1, 100_000), random.nextInt(3) == 0);
        session.method = random.nextInt(4);
        session.serverLow = IPV4 | (0x0A00_0001L + random.nextInt(200));
        session.serverPort = random.nextInt(65_536);
        if (session.method == 0) {
            session.localLow = IPV4 | 0xC612_0001L;
            session.localPort = random.nextInt(1024, 65_536);
        }
        session.incarnation = random.nextLong() | 1;
        session.owner = 1 + random.nextInt(Datagram.NODE_MAX);
        vary(session, random);
        return session;
    }

    /** Another view of the same incarnation. */
    static SyncedSession like(SyncedSession other, RandomGenerator random) {
        var session = new SyncedSession();
        session.copy(other);
        session.owner = 1 + random.nextInt(3);
        vary(session, random);
        session.change = random.nextInt(3);
        return random.nextInt(4) == 0 ? end(session) : session;
    }

    /** What is said of it when it is over. */
    static SyncedSession end(SyncedSession session) {
        var end = new SyncedSession();
        end.copyKey(session);
        end.copyStamp(session);
        end.isEnded = true;
        return end;
    }

    static void key(SyncedSession session, int number, boolean isIpv6) {
        session.protocol = number % 5 == 0 ? 17 : 6;
        session.clientHigh = isIpv6 ? 0x2001_0DB8L << 32 : 0;
        session.clientLow = (isIpv6 ? 0 : IPV4) | (0xC000_0200L + (number >>> 10));
        session.clientPort = 1024 + (number & 1023);
        session.virtualHigh = isIpv6 ? 0x2001_0DB8_0001L << 16 : 0;
        session.virtualLow = (isIpv6 ? 0 : IPV4) | 0xCB00_710AL;
        session.virtualPort = 443;
    }

    private static void vary(SyncedSession session, RandomGenerator random) {
        session.state = random.nextInt(TcpStates.COUNT);
        session.flags = random.nextInt(65_536) & ~SyncedSession.HAS_DELTAS;
        session.deltaOut = 0;
        session.deltaBegin = 0;
        session.windowIn = 0;
        session.windowOut = 0;
        if (random.nextBoolean()) {
            session.flags |= SyncedSession.HAS_DELTAS;
            session.deltaOut = random.nextInt(3);
            session.deltaBegin = random.nextInt(3);
            session.windowIn = random.nextInt(15);
            session.windowOut = random.nextInt(-14, 15);
        }
        session.change = random.nextInt();
        session.timeoutMs = 1 + random.nextInt(900_000);
        session.livesMs = random.nextInt(1_800_000);
    }
}
