package dev.sluice.director.sync.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.session.Session;
import dev.sluice.director.session.TcpStates;
import dev.sluice.director.sync.SyncedSession;
import dev.sluice.director.sync.ipvs.KernelBackup.Connection;
import dev.sluice.director.table.Address;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelAcceptanceTest {
    private static final int[] TOLD = {
        TcpStates.ESTABLISHED,
        TcpStates.FIN_WAIT,
        TcpStates.TIME_WAIT,
        TcpStates.CLOSE,
        TcpStates.CLOSE_WAIT
    };

    @Test
    void a_kernel_takes_all_that_is_told_and_has_the_session_then() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var bed = new GatewayBed(1);
        var kernel = new KernelBackup(7);
        for (int i = 0; i < 300; i++) {
            SyncedSession session = any(random, i);
            bed.one().forward(session);
            bed.pass(30);
            bed.one().sent.forEach(kernel::take);
            bed.one().sent.clear();

            Connection had = kernel.connections.get(key(session));
            assertThat(had).as("seed %d, %d", seed, i).isNotNull();
            assertThat(had)
                    .isEqualTo(
                            new Connection(
                                    Address.text(session.serverHigh, session.serverLow)
                                            + ":"
                                            + session.serverPort,
                                    flags(session),
                                    session.state,
                                    (session.timeoutMs + 999) / 1000,
                                    session.deltaOut));
        }
        assertThat(kernel.connections.keySet()).anyMatch(key -> key.startsWith("template"));
    }

    @Test
    void a_kernel_takes_what_is_told_again_in_few_messages() {
        var random = new Random(3);
        var bed = new GatewayBed(1);
        for (int i = 0; i < 300; i++) {
            bed.one().forward(any(random, i));
        }
        bed.pass(100);
        bed.one().sent.clear();
        bed.pass(60_500);
        var kernel = new KernelBackup(7);
        bed.one().sent.forEach(kernel::take);

        assertThat(kernel.connections.keySet().stream().filter(key -> !key.startsWith("t")))
                .hasSizeGreaterThan(150);
        assertThat(bed.one().sent.stream().mapToInt(message -> message.length).max().orElse(0))
                .isLessThanOrEqualTo(1472);
    }

    @Test
    void a_kernel_lets_go_of_what_is_over_within_a_second() {
        var bed = new GatewayBed(1);
        var kernel = new KernelBackup(7);
        SyncedSession session = any(new Random(1), 0);
        bed.one().forward(session);
        bed.one().sync.ended(session, bed.nowMs);
        bed.pass(30);
        bed.one().sent.forEach(kernel::take);

        assertThat(kernel.connections.get(key(session)))
                .extracting(Connection::state, Connection::timeoutS)
                .containsExactly(TcpStates.CLOSE, 1);
    }

    @Test
    void the_captured_message_is_one_that_a_kernel_takes() {
        var kernel = new KernelBackup(7);
        kernel.take(Vectors.captured());
        kernel.take(Vectors.of('A'));
        kernel.take(Vectors.of('D'));

        assertThat(kernel.connections).hasSize(7);
    }

    private static int flags(SyncedSession session) {
        int method =
                switch (session.method) {
                    case Session.ROUTE -> 0x83;
                    case Session.TUNNEL -> 0x82;
                    default -> 0;
                };
        boolean isActive = session.protocol == 6 && session.state == TcpStates.ESTABLISHED;
        boolean isShifted = (session.flags & SyncedSession.HAS_DELTAS) != 0;
        return 0x20 | method | (isActive ? 0 : 0x100) | (isShifted ? 0x200 : 0);
    }

    private static SyncedSession any(Random random, int number) {
        var session = new SyncedSession();
        boolean isUdp = random.nextInt(4) == 0;
        Address client =
                Address.parse(isUdp ? "2001:db8::" + number : "192.0.2." + number % 256)
                        .orElseThrow();
        session.protocol = isUdp ? 17 : 6;
        session.clientHigh = client.high();
        session.clientLow = client.low();
        session.clientPort = 1 + random.nextInt(65_535);
        Address virtual = Address.parse(isUdp ? "2001:db8:1::1" : "198.51.100.1").orElseThrow();
        session.virtualHigh = virtual.high();
        session.virtualLow = virtual.low();
        session.virtualPort = isUdp ? 53 : 80 + random.nextInt(2);
        Address server = Address.parse(isUdp ? "2001:db8:2::11" : "10.0.0.11").orElseThrow();
        session.serverHigh = server.high();
        session.serverLow = server.low();
        session.serverPort = isUdp ? 53 : 8080;
        session.method = isUdp ? Session.ROUTE : 1 + random.nextInt(3);
        session.state = isUdp ? 0 : TOLD[random.nextInt(TOLD.length)];
        session.timeoutMs = 1 + random.nextInt(900_000);
        session.flags = SyncedSession.ANSWERED;
        if (session.method == Session.NAT && random.nextInt(3) == 0) {
            session.flags |= SyncedSession.HAS_DELTAS;
            session.deltaOut = random.nextInt();
        }
        return session;
    }

    private static String key(SyncedSession session) {
        return "%d %s:%d %s:%d"
                .formatted(
                        session.protocol,
                        Address.text(session.clientHigh, session.clientLow),
                        session.clientPort,
                        Address.text(session.virtualHigh, session.virtualLow),
                        session.virtualPort);
    }
}
