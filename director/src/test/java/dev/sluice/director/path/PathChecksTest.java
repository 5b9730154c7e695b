package dev.sluice.director.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.Written;
import dev.sluice.director.forward.PathProbe;
import dev.sluice.director.table.Address;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServers;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathChecksTest {
    private static final long DEADLINE_NS = 60_000_000_000L;
    private static final String ONE = "10.91.2.2";
    private static final String OTHER = "10.91.2.3";

    private final Map<String, PathProbe.Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final TableBuilder builder =
            new TableBuilder(_ -> Optional.empty(), PathChecksTest::nowMs, 1, 1, new Measure());
    private final PathChecks checks =
            new PathChecks(this::send, 16, PathChecksTest::nowMs, new Random(1));
    private final Written written =
            new Written().checkedEvery(Duration.ofMillis(20)).servers(ONE, OTHER);
    private ForwardingTable table = ForwardingTable.EMPTY;

    @AfterEach
    void close() {
        checks.close();
    }

    @Test
    void a_server_that_does_not_answer_for_the_virtual_address_gets_no_work() {
        answers.put(ONE, PathProbe.Answer.ACCEPTED);
        use(written.listener(Written.VIRTUAL, Protocol.TCP, Forwarding.ROUTE));

        await(() -> !isOpen(OTHER));
        assertThat(isOpen(ONE)).isTrue();
        assertThat(trouble(OTHER)).isEqualTo("no answer for 203.0.113.10 port 7001");
        assertThat(trouble(ONE)).isNull();

        answers.put(OTHER, PathProbe.Answer.ACCEPTED);
        await(() -> isOpen(OTHER));
        await(() -> trouble(OTHER) == null);
    }

    @Test
    void a_refusal_is_told_from_silence() {
        answers.put(ONE, PathProbe.Answer.ACCEPTED);
        answers.put(OTHER, PathProbe.Answer.REFUSED);
        use(written.listener(Written.VIRTUAL, Protocol.TCP, Forwarding.TUNNEL));

        await(() -> !isOpen(OTHER));
        assertThat(trouble(OTHER)).isEqualTo("203.0.113.10 port 7001 is refused");
    }

    @Test
    void where_nobody_answers_nobody_is_taken_out() {
        use(written.listener(Written.VIRTUAL, Protocol.TCP, Forwarding.ROUTE));

        await(() -> asked.get() > 10);
        assertThat(isOpen(ONE)).isTrue();
        assertThat(isOpen(OTHER)).isTrue();

        answers.put(ONE, PathProbe.Answer.ACCEPTED);
        await(() -> !isOpen(OTHER));
        answers.clear();
        await(() -> isOpen(OTHER));
        assertThat(isOpen(ONE)).isTrue();
    }

    @Test
    void all_listeners_at_an_address_go_by_one_question() {
        answers.put(ONE, PathProbe.Answer.ACCEPTED);
        written.listener(Written.VIRTUAL, Protocol.TCP, Forwarding.ROUTE);
        use(written.listener("203.0.113.11", Protocol.TCP, Forwarding.ROUTE));

        await(() -> !isOpen(OTHER, 0) && !isOpen(OTHER, 1));
    }

    @Test
    void what_the_director_sees_answers_of_is_not_asked() {
        written.listener(Written.VIRTUAL, Protocol.TCP, Forwarding.FULLNAT);
        use(written.listener(Written.VIRTUAL, Protocol.UDP, Forwarding.ROUTE));
        answers.put(ONE, PathProbe.Answer.ACCEPTED);
        use(written.listener("203.0.113.11", Protocol.TCP, Forwarding.ROUTE));

        await(() -> asked.get() > 4);
        assertThat(table.listeners())
                .filteredOn(listener -> listener.method() == Forwarding.FULLNAT)
                .allMatch(listener -> isOpen(listener, OTHER));
    }

    private void use(Written newest) {
        table = builder.build(newest.config(), Written.DIRECTOR, table);
        builder.settle();
        checks.update(table);
    }

    private void send(List<PathProbe> probes) {
        for (PathProbe probe : probes) {
            asked.incrementAndGet();
            PathProbe.Answer answer = answers.get(probe.server().toString());
            if (answer != null) {
                probe.heard(answer);
            }
        }
    }

    private boolean isOpen(String server) {
        return isOpen(server, 0);
    }

    private boolean isOpen(String server, int listener) {
        return isOpen(table.listeners().get(listener), server);
    }

    private static boolean isOpen(ForwardedListener listener, String server) {
        TargetServers target = Objects.requireNonNull(listener.target());
        return listener.live().paths().isOpen(target.server(place(target, server)).live().number());
    }

    private static int place(TargetServers target, String server) {
        Address address = Address.parse(server).orElseThrow();
        return target.placeOf(address.high(), address.low(), Written.PORT);
    }

    private @Nullable String trouble(String server) {
        TargetServers target = Objects.requireNonNull(table.listeners().getFirst().target());
        return checks.trouble(target.server(place(target, server)).live());
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(20_000);
        }
    }
}
