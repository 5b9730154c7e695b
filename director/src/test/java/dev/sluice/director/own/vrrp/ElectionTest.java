package dev.sluice.director.own.vrrp;

import static dev.sluice.director.own.vrrp.Bytes.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.own.vrrp.VirtualRouterSettings.Track;
import dev.sluice.director.table.Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectionTest {
    private static final long NS_PER_MS = 1_000_000;
    private static final Address OURS = address("10.0.0.5");
    private static final Address LOWER = address("10.0.0.4");
    private static final Address HIGHER = address("10.0.0.6");
    private static final Address VIRTUAL = address("203.0.113.10");

    /** Three intervals of 100 ms, and 156/256 of one. */
    private static final int DOWN_MS = 361;

    private final List<String> happened = new ArrayList<>();
    private boolean complete = true;
    private long nowMs = 5_000;
    private final Election election =
            new Election(
                    () -> nowMs * NS_PER_MS,
                    () -> complete,
                    new Outputs() {
                        @Override
                        public void send(VirtualRouterSettings router, Advert advert) {
                            happened.add("send " + advert.priority());
                        }

                        @Override
                        public void changed(Transition to) {
                            happened.add(
                                    to.now()
                                            + " "
                                            + to.cause()
                                            + (to.incomplete() ? " incomplete" : ""));
                        }

                        @Override
                        public void announce(VirtualRouterSettings router) {
                            happened.add("announce");
                        }

                        @Override
                        public void refused(Refusal why) {
                            happened.add("refused " + why);
                        }

                        @Override
                        public void stalled(long stoodStillNs) {
                            happened.add("stalled " + stoodStillNs / NS_PER_MS);
                        }
                    });

    @Test
    void who_hears_no_master_takes_the_addresses_and_says_so() {
        election.use(List.of(router().build()));
        pass(DOWN_MS - 2);
        assertThat(election.owned()).isEmpty();
        pass(2);

        assertThat(happened)
                .containsExactly(
                        "BACKUP STARTED", "send 100", "MASTER NO_MASTER_HEARD", "announce");
        assertThat(election.owned()).containsExactly(VIRTUAL);
    }

    @Test
    void the_link_is_told_again_after_a_second_and_after_five() {
        master();
        pass(6_000);

        assertThat(happened).filteredOn("announce"::equals).hasSize(2);
        assertThat(happened).filteredOn("send 100"::equals).hasSizeBetween(59, 60);
    }

    @Test
    void with_no_master_heard_addresses_are_taken_though_sessions_are_missing() {
        complete = false;
        election.use(List.of(router().build()));
        pass(DOWN_MS);

        assertThat(happened).contains("MASTER NO_MASTER_HEARD incomplete");
    }

    @Test
    void a_live_master_of_lower_priority_keeps_its_addresses_until_all_is_known() {
        complete = false;
        election.use(List.of(router().build()));
        hearFor(2_000, 50, LOWER);
        assertThat(election.owned()).isEmpty();

        complete = true;
        hearFor(DOWN_MS + 100, 50, LOWER);
        assertThat(happened).contains("MASTER PREEMPTED");
    }

    @Test
    void a_live_master_is_not_preempted_by_who_may_not() {
        election.use(List.of(router().preempt(false, 0).build()));
        hearFor(2_000, 50, LOWER);

        assertThat(election.owned()).isEmpty();
    }

    @Test
    void a_live_master_is_preempted_after_the_delay() {
        election.use(List.of(router().preempt(true, 1_000).build()));
        hearFor(1_000, 50, LOWER);
        assertThat(election.owned()).isEmpty();
        hearFor(DOWN_MS + 200, 50, LOWER);

        assertThat(election.owned()).isNotEmpty();
    }

    @Test
    void an_owner_takes_its_addresses_at_once() {
        complete = false;
        election.use(List.of(router().priority(255).build()));

        assertThat(happened)
                .containsExactly(
                        "BACKUP STARTED", "send 255", "MASTER OWNER incomplete", "announce");
    }

    @Test
    void a_goodbye_is_answered_after_the_skew() {
        election.use(List.of(router().build()));
        hear(150, LOWER);
        hear(0, LOWER);
        pass(59);
        assertThat(election.owned()).isEmpty();
        pass(3);

        assertThat(happened).contains("MASTER MASTER_LEFT");
    }

    @Test
    void a_goodbye_of_somebody_else_than_the_master_means_nothing() {
        election.use(List.of(router().build()));
        hear(150, HIGHER);
        hear(0, LOWER);
        pass(DOWN_MS - 2);

        assertThat(election.owned()).isEmpty();
    }

    @Test
    void a_master_answers_a_goodbye_and_a_lower_priority_and_stays() {
        master();
        hear(0, LOWER);
        pass(50);
        hear(99, HIGHER);

        assertThat(happened).containsExactly("send 100", "send 100", "announce");
        assertThat(election.owned()).isNotEmpty();
    }

    @Test
    void of_two_masters_that_were_parted_the_winner_tells_the_link_anew() {
        master();
        pass(DOWN_MS);
        happened.clear();
        hear(101, HIGHER);
        assertThat(happened).containsExactly("send 100", "BACKUP HIGHER_PRIORITY");
        pass(DOWN_MS + 50);
        pass(100);
        happened.clear();
        hear(99, LOWER);

        assertThat(happened).endsWith("announce");
        assertThat(election.owned()).isNotEmpty();
    }

    @Test
    void of_two_masters_the_higher_priority_wins_and_then_the_higher_address() {
        master();
        hear(100, LOWER);
        assertThat(election.owned()).isNotEmpty();
        hear(100, HIGHER);
        assertThat(happened).contains("BACKUP HIGHER_ADDRESS");
        pass(DOWN_MS);
        hear(101, LOWER);

        assertThat(happened).contains("BACKUP HIGHER_PRIORITY");
    }

    @Test
    void a_backup_waits_as_long_as_the_master_s_interval_says() {
        election.use(List.of(router().build()));
        hear(150, LOWER, 1_000);
        pass(3_500);
        assertThat(election.owned()).isEmpty();
        pass(200);

        assertThat(election.owned()).isNotEmpty();
    }

    @Test
    void what_fails_lowers_the_priority_or_gives_everything_away() {
        election.use(
                List.of(router().tracks(new Track("eth1", 30), new Track("workers", 0)).build()));
        pass(DOWN_MS);
        happened.clear();
        election.tracked("eth1", false);
        pass(100);
        assertThat(happened).containsExactly("send 70");
        election.tracked("workers", false);
        assertThat(happened).containsExactly("send 70", "send 0", "FAULT TRACKED");
        pass(1_000);
        election.tracked("workers", true);
        election.tracked("eth1", true);
        pass(DOWN_MS + 20);

        assertThat(happened)
                .endsWith("BACKUP RECOVERED", "send 100", "MASTER NO_MASTER_HEARD", "announce");
    }

    @Test
    void who_stood_still_for_too_long_is_no_master_any_more_and_says_nothing() {
        master();
        nowMs += DOWN_MS + 1;

        assertThat(election.wake()).isTrue();
        assertThat(happened).containsExactly("BACKUP STALLED", "stalled " + (DOWN_MS + 1));
    }

    @Test
    void who_stood_still_as_a_backup_waits_anew() {
        election.use(List.of(router().build()));
        nowMs += 10_000;
        pass(DOWN_MS - 2);

        assertThat(happened).containsExactly("BACKUP STARTED", "stalled 10000");
    }

    @Test
    void a_clock_that_goes_back_stops_nothing() {
        master();
        nowMs -= 3_600_000;
        pass(200);

        assertThat(happened).containsExactly("send 100", "send 100");
    }

    @Test
    void a_group_moves_together() {
        election.use(
                List.of(
                        router().group("g").build(),
                        router().id(2).group("g").addresses("203.0.113.11").build()));
        for (int i = 0; i < 20; i++) {
            hear(150, HIGHER);
            pass(100);
        }
        assertThat(election.owned()).as("one of them hears its master").isEmpty();
        pass(DOWN_MS);
        assertThat(election.owned()).hasSize(2);
        hear(150, HIGHER);

        assertThat(happened)
                .endsWith("send 100", "BACKUP HIGHER_PRIORITY", "send 0", "BACKUP GROUP");
    }

    @Test
    void a_master_that_leaves_one_of_a_group_is_not_waited_for_in_the_others() {
        election.use(
                List.of(
                        router().group("g").build(),
                        router().id(2).group("g").addresses("203.0.113.11").build()));
        hear(150, HIGHER);
        election.heard("eth0", new Heard(HIGHER, router().id(2).build().advert(150)));
        hear(0, HIGHER);
        pass(100 + 59);
        assertThat(election.owned()).as("its next advertisement may be on its way").isEmpty();
        pass(4);

        assertThat(election.owned()).hasSize(2);
    }

    @Test
    void a_master_that_is_heard_stays_whatever_it_left_besides() {
        election.use(
                List.of(
                        router().group("g").build(),
                        router().id(2).group("g").addresses("203.0.113.11").build()));
        hear(150, HIGHER);
        hear(0, HIGHER);
        for (int i = 0; i < 20; i++) {
            election.heard("eth0", new Heard(HIGHER, router().id(2).build().advert(150)));
            pass(100);
        }

        assertThat(election.owned()).isEmpty();
    }

    @Test
    void foreign_packets_are_refused_for_their_reason() {
        election.use(List.of(router().peers(LOWER).build(), router().id(7).version(2).build()));
        happened.clear();
        hear(200, HIGHER);
        hear(200, OURS);
        Advert of7 = router().id(7).version(2).build().advert(200);
        election.heard("eth0", new Heard(LOWER, router().id(7).build().advert(200)));
        election.heard("eth0", new Heard(LOWER, router().id(8).build().advert(200)));
        election.heard("eth1", new Heard(LOWER, of7));
        election.heard("eth0", new Heard(LOWER, Refusal.CHECKSUM));
        election.heard(
                "eth0", new Heard(LOWER, router().id(7).version(2).every(900).build().advert(1)));

        assertThat(happened)
                .containsExactly(
                        "refused NOT_A_PEER",
                        "refused OWN",
                        "refused OTHER_VERSION",
                        "refused UNKNOWN_ROUTER",
                        "refused UNKNOWN_ROUTER",
                        "refused CHECKSUM",
                        "refused INTERVAL");
    }

    @Test
    void who_resigns_says_goodbye() {
        master();
        election.resign();

        assertThat(happened).containsExactly("send 0", "STOPPED RESIGNED");
        assertThat(election.owned()).isEmpty();
    }

    @Test
    void who_is_drained_says_goodbye_takes_nothing_and_hears_who_does() {
        master();
        election.drain(true);
        assertThat(happened).containsExactly("send 0", "STOPPED DRAINED");
        assertThat(election.standings().getFirst().master()).isNull();

        election.use(List.of(router().build(), router().id(7).build()));
        election.tracked("eth1", false);
        election.tracked("eth1", true);
        hear(50, LOWER);
        pass(3 * DOWN_MS);

        assertThat(election.owned()).isEmpty();
        assertThat(happened).hasSize(2);
        assertThat(election.standings().getFirst().master()).isEqualTo(LOWER);
        hear(0, LOWER);
        assertThat(election.standings().getFirst().master()).isNull();
    }

    @Test
    void who_serves_again_after_a_drain_begins_as_backup() {
        master();
        election.drain(true);
        hear(50, LOWER);
        happened.clear();
        complete = false;
        election.serve();
        hearFor(2_000, 50, LOWER);
        assertThat(happened).containsExactly("BACKUP SERVING");

        complete = true;
        hearFor(DOWN_MS + 100, 50, LOWER);
        assertThat(election.owned()).containsExactly(VIRTUAL);
    }

    @Test
    void local_networks_are_given_away_after_addresses() {
        election.use(List.of(router().build(), gateway()));
        pass(DOWN_MS);
        election.drain(false);
        assertThat(election.owned()).doesNotContain(VIRTUAL);
        assertThat(election.ownedNetworks()).hasSize(1);
        hear(50, LOWER);

        election.drain(true);
        assertThat(election.ownedNetworks()).isEmpty();
        assertThat(election.standings().getFirst().master()).as("still known").isEqualTo(LOWER);
    }

    @Test
    void local_networks_are_taken_from_a_live_master_before_addresses_are() {
        VirtualRouterSettings networks = gateway();
        election.use(List.of(router().build(), networks));
        for (int i = 0; i < 15; i++) {
            hear(50, LOWER);
            if (election.ownedNetworks().isEmpty()) {
                assertThat(election.owned()).as("addresses").doesNotContain(VIRTUAL);
                election.heard("eth0", new Heard(LOWER, networks.advert(50)));
            }
            pass(100);
        }

        assertThat(election.ownedNetworks()).hasSize(1);
        assertThat(election.owned()).contains(VIRTUAL);
    }

    @Test
    void addresses_do_not_wait_for_networks_that_a_better_master_keeps() {
        VirtualRouterSettings networks = gateway();
        election.use(List.of(router().build(), networks));
        for (int i = 0; i < 10; i++) {
            hear(50, LOWER);
            election.heard("eth0", new Heard(HIGHER, networks.advert(150)));
            pass(100);
        }

        assertThat(election.owned()).contains(VIRTUAL);
        assertThat(election.ownedNetworks()).isEmpty();
    }

    @Test
    void other_settings_leave_a_master_master() {
        master();
        election.use(List.of(router().addresses("203.0.113.10", "203.0.113.11").build()));
        assertThat(happened).containsExactly("MASTER CONFIGURED", "announce");
        assertThat(election.owned()).hasSize(2);
        election.use(List.of());

        assertThat(happened).endsWith("send 0", "STOPPED CONFIGURED");
    }

    private void master() {
        election.use(List.of(router().build()));
        pass(DOWN_MS);
        happened.clear();
    }

    private void hearFor(int ms, int priority, Address from) {
        for (int i = 0; i < ms / 100; i++) {
            hear(priority, from);
            pass(100);
        }
    }

    private void hear(int priority, Address from) {
        hear(priority, from, 100);
    }

    private void hear(int priority, Address from, int intervalMs) {
        election.wake();
        VirtualRouterSettings settings = router().every(intervalMs).build();
        election.heard("eth0", new Heard(from, settings.advert(priority)));
        election.expire();
    }

    /** Time goes by a millisecond at a time. */
    private void pass(int ms) {
        for (int i = 0; i < ms; i++) {
            election.wake();
            election.expire();
            nowMs++;
        }
        election.wake();
        election.expire();
    }

    private static VirtualRouterSettings gateway() {
        return router().id(2).addresses("10.1.0.21").networks("10.200.0.0/26").build();
    }

    private static RouterWords router() {
        return new RouterWords(OURS, VIRTUAL);
    }
}
