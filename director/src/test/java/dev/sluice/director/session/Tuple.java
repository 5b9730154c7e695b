package dev.sluice.director.session;

import java.util.random.RandomGenerator;

/** A session as a test describes it. */
record Tuple(
        int method,
        int protocol,
        long high,
        long client,
        int clientPort,
        long virtual,
        int virtualPort,
        long server,
        int serverPort,
        long local,
        int localPort) {
    static final int TCP = 6;
    static final int UDP = 17;
    private static final long MAPPED = 0xFFFF_0000_0000L;

    /** What packets from one side are known by. */
    record Key(
            int protocol,
            long sourceHigh,
            long source,
            int sourcePort,
            long destinationHigh,
            long destination,
            int destinationPort) {}

    /** The number-th of many, IPv4. */
    static Tuple of(int method, int protocol, int number) {
        return new Tuple(
                method,
                protocol,
                0,
                MAPPED | 0xC633_6400L + (number >>> 14),
                1024 + (number & 0x3FFF),
                MAPPED | 0xCB00_710AL,
                443,
                MAPPED | 0x0A00_0001L,
                8443,
                MAPPED | 0x0A5B_0200L + (number >>> 14),
                1024 + (number & 0x3FFF));
    }

    static Tuple fullnat(int number) {
        return of(Session.FULLNAT, TCP, number);
    }

    /** One of few enough that drawing again and again meets the same ones. */
    static Tuple drawn(RandomGenerator random) {
        int method = random.nextInt(4);
        return new Tuple(
                method,
                random.nextBoolean() ? TCP : UDP,
                random.nextInt(3) == 0 ? 0x2001_0DB8L << 32 : 0,
                MAPPED + random.nextInt(6),
                5000 + random.nextInt(4),
                MAPPED + 100 + random.nextInt(2),
                80 + random.nextInt(2),
                MAPPED + 200 + random.nextInt(3),
                8080,
                MAPPED + 300,
                6000 + random.nextInt(50));
    }

    Key fromClient() {
        return new Key(protocol, high, client, clientPort, high, virtual, virtualPort);
    }

    /** Only where the server's packets come by. */
    Key fromServer() {
        return method == Session.NAT
                ? new Key(protocol, high, server, serverPort, high, client, clientPort)
                : new Key(protocol, high, server, serverPort, high, local, localPort);
    }

    boolean returns() {
        return method == Session.FULLNAT || method == Session.NAT;
    }
}
