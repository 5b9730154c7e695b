package dev.sluice.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.PassiveHealth;
import dev.sluice.proxy.upstream.Conduct.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EjectionsTest {
    private static final long SECOND_NS = 1_000_000_000;

    private long nowNs = 5;
    private int ejections;
    private int withheld;
    private int back;

    private final Conduct.Consequences counting =
            new Conduct.Consequences() {
                @Override
                public void ejected() {
                    ejections++;
                }

                @Override
                public void withheld() {
                    withheld++;
                }

                @Override
                public void back() {
                    back++;
                }
            };

    private static PassiveHealth rules(int failures, int successRate, int latency, int ejectedMax) {
        return new PassiveHealth(
                failures,
                List.of("5xx"),
                successRate,
                latency,
                10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(100),
                ejectedMax);
    }

    private List<Conduct> servers(int number) {
        var servers = new ArrayList<Conduct>();
        for (int i = 0; i < number; i++) {
            servers.add(new Conduct(2, counting));
        }
        return servers;
    }

    private Ejections over(PassiveHealth rules, List<Conduct> servers) {
        var made = new Ejections(rules, () -> nowNs);
        made.update(rules, servers);
        return made;
    }

    private void pass(Ejections all, int seconds) {
        for (int i = 0; i < seconds * 4; i++) {
            nowNs += SECOND_NS / 4;
            all.look();
        }
    }

    private static void fail(Conduct server, int times) {
        for (int i = 0; i < times; i++) {
            server.failed(i % 2);
        }
    }

    @Test
    void failures_in_a_row_eject_and_a_success_between_them_does_not() {
        List<Conduct> servers = servers(3);
        over(rules(3, 0, 0, 50), servers);

        fail(servers.get(0), 2);
        servers.get(0).succeeded(0);
        fail(servers.get(0), 2);
        assertThat(servers.get(0).admits(0)).isTrue();
        fail(servers.get(0), 1);
        assertThat(servers.get(0).admits(0)).isFalse();
        assertThat(servers.get(0).cause()).isEqualTo("ejected: 3 failures in a row");
        assertThat(ejections).isEqualTo(1);
    }

    @Test
    void who_comes_back_is_on_trial_with_one_request_and_each_time_is_longer_up_to_the_longest() {
        List<Conduct> servers = servers(3);
        Ejections all = over(rules(1, 0, 0, 50), servers);
        Conduct server = servers.getFirst();
        int[] seconds = {30, 60, 90, 100, 100};
        for (int length : seconds) {
            server.failed(0);
            assertThat(server.standing()).isEqualTo(Standing.EJECTED);
            pass(all, length - 1);
            assertThat(server.standing()).as("after %d s", length - 1).isEqualTo(Standing.EJECTED);
            pass(all, 1);
            assertThat(server.standing()).isEqualTo(Standing.ON_TRIAL);
            assertThat(server.admits(0)).isTrue();
            assertThat(server.admits(1)).isFalse();
        }
        server.succeeded(1);
        assertThat(server.admits(100)).isTrue();
        assertThat(server.cause()).isNull();
        assertThat(back).isEqualTo(1);
    }

    @Test
    void good_intervals_make_up_for_ejections() {
        List<Conduct> servers = servers(3);
        Ejections all = over(rules(1, 0, 0, 50), servers);
        Conduct server = servers.getFirst();
        server.failed(0);
        pass(all, 31);
        server.succeeded(0);
        assertThat(server.times()).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            server.succeeded(0);
        }
        pass(all, 20);
        assertThat(server.times()).isZero();
    }

    @Test
    void a_low_success_rate_ejects_the_worst_first() {
        List<Conduct> servers = servers(4);
        Ejections all = over(rules(0, 90, 0, 25), servers);
        int[] failures = {0, 20, 60, 5};
        for (int server = 0; server < 4; server++) {
            fail(servers.get(server), failures[server]);
            for (int i = failures[server]; i < 100; i++) {
                servers.get(server).succeeded(1);
            }
        }
        pass(all, 10);

        assertThat(servers.get(2).cause())
                .isEqualTo("ejected: 40 % of 100 requests succeeded, not 90 %");
        assertThat(servers.get(1).standing()).as("only one may be").isEqualTo(Standing.IN);
        assertThat(ejections).isEqualTo(1);
        assertThat(withheld).isEqualTo(1);
    }

    @Test
    void who_takes_many_times_as_long_as_the_others_is_ejected() {
        List<Conduct> servers = servers(4);
        Ejections all = over(rules(0, 0, 3, 50), servers);
        long[] latencyMs = {10, 12, 100, 25};
        for (int i = 0; i < 20; i++) {
            for (int server = 0; server < 4; server++) {
                servers.get(server).answered(0, latencyMs[server] * 1_000_000);
                servers.get(server).succeeded(0);
            }
        }
        pass(all, 10);

        assertThat(servers.get(2).cause())
                .isEqualTo("ejected: took 100.0 ms to answer, others 12.0 ms");
        assertThat(all.ejected()).isEqualTo(1);
    }

    @Test
    void a_few_requests_say_nothing() {
        List<Conduct> servers = servers(3);
        Ejections all = over(rules(0, 90, 3, 50), servers);
        fail(servers.get(0), 9);
        pass(all, 20);
        assertThat(all.ejected()).isZero();
    }

    @Test
    void a_lone_server_is_never_ejected_and_one_of_two_may_be() {
        List<Conduct> servers = servers(1);
        Ejections all = over(rules(1, 0, 0, 100), servers);
        fail(servers.get(0), 5);
        assertThat(all.ejected()).isZero();
        assertThat(withheld).isEqualTo(5);

        List<Conduct> two = servers(2);
        Ejections one = over(rules(1, 0, 0, 1), two);
        fail(two.get(0), 1);
        fail(two.get(1), 1);
        assertThat(one.ejected()).isEqualTo(1);
    }

    @Test
    void without_rules_any_more_all_are_in() {
        List<Conduct> servers = servers(2);
        Ejections all = over(rules(1, 0, 0, 50), servers);
        fail(servers.get(0), 1);
        all.end();
        assertThat(servers.get(0).admits(5)).isTrue();
        assertThat(servers.get(0).cause()).isNull();
    }

    /** Servers fail, recover, come and go at random. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void never_are_more_ejected_than_may_be(long seed) {
        var random = new SplittableRandom(seed);
        List<Conduct> servers = servers(random.nextInt(1, 30));
        PassiveHealth rules =
                rules(
                        random.nextInt(0, 4),
                        random.nextInt(101),
                        random.nextInt(4),
                        random.nextInt(1, 101));
        Ejections all = over(rules, servers);
        double bad = random.nextDouble();
        for (int step = 0; step < 4_000; step++) {
            Conduct server = servers.get(random.nextInt(servers.size()));
            if (server.admits(random.nextInt(2))) {
                server.answered(0, random.nextInt(1, 50) * 1_000_000L);
                if (random.nextDouble() < bad) {
                    server.failed(random.nextInt(2));
                } else {
                    server.succeeded(random.nextInt(2));
                }
            }
            if (random.nextInt(10) == 0) {
                nowNs += random.nextLong(SECOND_NS);
                all.look();
            }
            if (random.nextInt(1_000) == 0) {
                bad = random.nextDouble();
            }
            assertThat(all.ejected())
                    .as("step %d of seed %d", step, seed)
                    .isLessThanOrEqualTo(all.most())
                    .isLessThan(servers.size());
        }
        pass(all, 200); // what was seen last may eject once more
        assertThat(all.ejected()).as("all of seed %d come back", seed).isZero();
    }
}
