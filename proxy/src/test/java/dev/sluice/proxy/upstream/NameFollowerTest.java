package dev.sluice.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.health.HealthChecks;
import dev.sluice.measure.Measure;
import dev.sluice.measure.Scope;
import dev.sluice.proxy.loop.LoopLocal;
import dev.sluice.proxy.loop.Loops;
import dev.sluice.proxy.loop.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameFollowerTest {
    private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");

    private final Loops loops = Loops.start(Transport.usual(), 1);
    private final NameFollower follower = new NameFollower(this::answer, Duration.ofMillis(20));

    /** What the name means now; null for nothing. */
    private volatile InetAddress @Nullable [] meaning = {FIRST};

    private InetAddress[] answer(String name) throws UnknownHostException {
        InetAddress[] now = meaning;
        if (now == null) {
            throw new UnknownHostException(name);
        }
        return now.clone();
    }

    @AfterEach
    void close() {
        follower.close();
        loops.close();
    }

    private Backend backend(String host) {
        var measure = new Measure();
        try (var health =
                new HealthChecks(
                        _ -> FIRST, InstantSource.system(), measure, new SplittableRandom(1))) {
            return new Backend(
                    new Backend.Key("grp-1", new Backend.ServerConfigKey(host, 80), null),
                    health.of("grp-1", host + ":80"),
                    new LoopLocal<>(loops, _ -> measure.row(Scope.SERVER, "grp-1", host + ":80")),
                    new LoopLocal<>(loops, IdleConnections::new),
                    new Events(measure.row(Scope.SERVER, "grp-1", host + ":80")),
                    1);
        }
    }

    private static void eventually(BooleanSupplier holds) {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - untilNs)
                    .as("it should hold within a minute")
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_literal_is_used_as_it_is() {
        Backend backend = backend("::1");
        meaning = null;

        follower.follow(backend);

        assertThat(backend.nextAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 80));
    }

    @Test
    void a_name_is_resolved_and_followed() {
        Backend backend = backend("app.internal");
        follower.follow(backend);
        follower.awaitFirst();
        assertThat(backend.nextAddress().getAddress()).isEqualTo(FIRST);

        meaning = new InetAddress[] {SECOND};

        eventually(() -> backend.nextAddress().getAddress().equals(SECOND));
    }

    @Test
    void the_addresses_of_a_name_take_turns() {
        Backend backend = backend("app.internal");
        meaning = new InetAddress[] {SECOND, FIRST};
        follower.follow(backend);
        follower.awaitFirst();

        assertThat(backend.nextAddress().getAddress()).isEqualTo(FIRST);
        assertThat(backend.nextAddress().getAddress()).isEqualTo(SECOND);
        assertThat(backend.nextAddress().getAddress()).isEqualTo(FIRST);
    }

    @Test
    void a_name_without_addresses_gets_no_work_until_it_has_one() {
        Backend backend = backend("app.internal");
        meaning = null;
        follower.follow(backend);
        follower.awaitFirst();
        assertThat(backend.usable()).isFalse();
        assertThat(backend.cause()).isEqualTo("name app.internal does not resolve");

        meaning = new InetAddress[] {FIRST};

        eventually(backend::usable);
    }

    @Test
    void a_name_that_stops_resolving_keeps_its_last_addresses() {
        Backend backend = backend("app.internal");
        follower.follow(backend);
        follower.awaitFirst();

        meaning = null;
        InetSocketAddress[] before = backend.addresses();
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        while (System.nanoTime() - untilNs < 0) {
            assertThat(backend.addresses()).isEqualTo(before);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
