package dev.sluice.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients call broken, and what not: over a proxy that breaks connections. */
class TalksTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Kind[] ALL = Kind.values();

    private EchoServer server;
    private BreakingProxy proxy;
    private Talks talks;

    @BeforeEach
    void open() throws IOException {
        server = EchoServer.start(Place.HERE, 7, new InetSocketAddress(LOOPBACK, 0), List.of());
        proxy = new BreakingProxy(server.port());
        talks = clients(Talks.SILENCE);
    }

    private Talks clients(Duration silence) throws IOException {
        return Talks.start(
                Place.HERE, List.of(new Door("proxy", "127.0.0.1", proxy.port())), silence, 50);
    }

    @AfterEach
    void close() throws IOException {
        talks.close();
        proxy.close();
        server.close();
    }

    @Test
    void nothing_breaks_where_nothing_is_wrong() {
        openConnections();
        long faultNs = System.nanoTime();
        tell(clients -> clients.rate(100));
        tell(clients -> clients.finish(Kind.LATE));
        tell(clients -> clients.finish(Kind.ENDING));
        until("connections have come and gone", talk -> ended(talk), 20);
        tell(clients -> clients.say(talk -> talk.kind == Kind.IDLE));
        until("idle ones have answered", talk -> talk.kind == Kind.IDLE && talk.received == 2, 5);

        Survivors survivors = survivors(faultNs);

        assertThat(survivors.reasons()).isEmpty();
        assertThat(survivors.count(State.ACTIVE)).isEqualTo(new Survivors.Count(0, 5));
        assertThat(survivors.count(State.FIN_ONE_WAY)).isEqualTo(new Survivors.Count(0, 5));
        assertThat(survivors.count(State.NEW).all()).isGreaterThanOrEqualTo(10);
        assertThat(survivors.stallsMs().most()).isPositive();
    }

    @Test
    void resets_are_seen() throws IOException {
        openConnections();
        long faultNs = System.nanoTime();

        proxy.endAll(true);
        until("all have noticed", Talk::isBroken, 30);

        Survivors survivors = survivors(faultNs);
        for (State state : established()) {
            assertThat(survivors.count(state)).as("%s", state).isEqualTo(new Survivors.Count(5, 5));
        }
        assertThat(survivors.reasons().keySet()).allMatch(why -> why.endsWith(": reset"));
        List<String> stories =
                talks.ask(clients ->
                        clients.talks().stream().map(talk -> talk.story(faultNs)).toList());
        assertThat(stories)
                .allMatch(story -> story.matches(".* from port [1-9]\\d*: .* ms: reset"));
    }

    @Test
    void an_end_before_its_time_is_seen() throws IOException {
        talks.ask(clients -> opened(clients, Kind.IDLE));
        until("idle ones have answered", talk -> talk.received == 1, 5);
        long faultNs = System.nanoTime();

        proxy.endAll(false);
        until("all have noticed", Talk::isBroken, 5);

        assertThat(survivors(faultNs).reasons()).containsOnlyKeys("idle: ended");
    }

    @Test
    void a_changed_byte_is_seen() {
        openConnections();
        long faultNs = System.nanoTime();

        proxy.does(BreakingProxy.Deed.CHANGE_A_BYTE);
        until("who hears all the time has noticed", Talk::isBroken, 15);
        tell(clients -> clients.say(talk -> talk.kind == Kind.IDLE));
        until("idle ones have too", talk -> talk.kind == Kind.IDLE && talk.isBroken(), 5);

        assertThat(survivors(faultNs).count(State.ACTIVE)).isEqualTo(new Survivors.Count(5, 5));
        assertThat(survivors(faultNs).reasons().keySet())
                .allMatch(why -> why.endsWith(": wrong data"));
    }

    @Test
    void silence_is_seen_and_as_a_stall_before() throws IOException {
        talks.close();
        talks = clients(Duration.ofSeconds(1));
        openConnections();
        long faultNs = System.nanoTime();

        proxy.does(BreakingProxy.Deed.SWALLOW);
        tell(clients -> clients.say(talk -> talk.kind == Kind.IDLE));
        until("some wait for long", talk -> talk.gapNs(System.nanoTime()) > 500_000_000, 10);
        until("all have given up", Talk::isBroken, 20);

        Survivors survivors = survivors(faultNs);
        assertThat(survivors.count(State.IDLE)).isEqualTo(new Survivors.Count(5, 5));
        assertThat(survivors.reasons().keySet()).allMatch(why -> why.endsWith(": silence"));
    }

    @Test
    void who_hears_nothing_for_a_while_and_then_all_is_not_broken() {
        openConnections();
        long faultNs = System.nanoTime();
        tell(Talks::mark);

        proxy.does(BreakingProxy.Deed.SWALLOW);
        until("a gap is seen", talk -> talk.gapNs(System.nanoTime()) > 300_000_000, 10);

        Survivors survivors = survivors(faultNs);
        assertThat(survivors.broken()).isZero();
        assertThat(survivors.stallsMs().most()).isGreaterThan(300);
    }

    @Test
    void datagrams_of_another_server_are_seen() throws IOException {
        talks.close();
        InetSocketAddress address;
        try (var first = datagramServer(1, 0)) {
            address = new InetSocketAddress(LOOPBACK, first.datagramPort());
            talks =
                    Talks.start(
                            Place.HERE,
                            List.of(new Door("", "127.0.0.1", address.getPort())),
                            Talks.SILENCE,
                            50);
            talks.ask(clients -> opened(clients, Kind.DATAGRAMS));
            until("all are answered", talk -> talk.received > 2, 5);
        }
        long faultNs = System.nanoTime();
        try (var _ = datagramServer(2, address.getPort())) {
            until("all have noticed", Talk::isBroken, 5);
        }
        assertThat(survivors(faultNs).reasons()).containsOnlyKeys("UDP: another server");
    }

    private static EchoServer datagramServer(int number, int port) throws IOException {
        return EchoServer.start(
                Place.HERE,
                number,
                new InetSocketAddress(LOOPBACK, 0),
                List.of(new InetSocketAddress(LOOPBACK, port)));
    }

    private static List<State> established() {
        return List.of(
                State.ACTIVE,
                State.IDLE,
                State.HALF_CLOSED,
                State.IN_FLIGHT,
                State.FIN_ONE_WAY,
                State.FIN_BOTH_WAYS);
    }

    /** Five of each kind that stays, with something heard. */
    private void openConnections() {
        for (Kind kind : ALL) {
            if (!kind.isDatagrams() && kind != Kind.YOUNG) {
                talks.ask(clients -> opened(clients, kind));
            }
        }
        until("all are answered", talk -> talk.received > 0, 30);
    }

    private static boolean opened(Talks clients, Kind kind) {
        clients.open(kind, 5);
        return true;
    }

    private void tell(java.util.function.Consumer<Talks> what) {
        talks.ask(clients -> {
            what.accept(clients);
            return true;
        });
    }

    private static boolean ended(Talk talk) {
        return talk.phase == Talk.Phase.DONE;
    }

    private Survivors survivors(long faultNs) {
        return talks.ask(
                clients -> Survivors.of(clients.talks(), faultNs, faultNs, System.nanoTime()));
    }

    private void until(String what, Predicate<Talk> holds, int atLeast) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (talks.ask(clients -> stream(clients).filter(holds).count()) < atLeast) {
            assertThat(System.nanoTime() - deadlineNs).as(what).isNegative();
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static Stream<Talk> stream(Talks clients) {
        return clients.talks().stream();
    }
}
