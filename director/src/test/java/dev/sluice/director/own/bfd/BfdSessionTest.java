package dev.sluice.director.own.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two sessions and what lies between them, on a clock of their own. */
class BfdSessionTest {
    private static final int SEEDS = 200;
    private static final long SECOND_US = 1_000_000;
    private static final BfdTiming TIMING = BfdTiming.DEFAULT;

    private final long seed = System.nanoTime() & 0xFFFF_FFFFL;

    @Test
    void both_come_up_and_stay_up_while_packets_arrive() {
        each(link -> {
            link.run(3 * SECOND_US);
            link.bothAre(BfdState.UP);
            link.sent = 0;
            link.run(20 * SECOND_US);
            link.bothAre(BfdState.UP);
            assertThat(link.here.downs() + link.there.downs()).isZero();
            assertThat(link.sent).as("packets of both in 20 s").isBetween(800L, 1_100L);
        });
    }

    @Test
    void a_silent_neighbour_is_noticed_in_its_detection_time() {
        each(link -> {
            link.run(5 * SECOND_US);
            link.isCut = true;
            link.run(TIMING.intervalUs() * TIMING.multiplier() + 2_000);
            link.bothAre(BfdState.DOWN);
            link.isCut = false;
            link.run(5 * SECOND_US);
            link.bothAre(BfdState.UP);
        });
    }

    @Test
    void one_lost_packet_in_a_row_is_no_reason() {
        each(link -> {
            link.run(5 * SECOND_US);
            link.losesEvery = 2;
            link.run(20 * SECOND_US);
            link.bothAre(BfdState.UP);
            assertThat(link.here.downs()).isZero();
        });
    }

    @Test
    void without_progress_the_neighbour_hears_at_once_and_until_there_is_some() {
        each(link -> {
            link.run(5 * SECOND_US);
            link.here.progress(false, link.nowUs);
            link.run(5_000);
            link.bothAre(BfdState.DOWN);
            link.run(10 * SECOND_US);
            assertThat(link.here.state()).isEqualTo(BfdState.DOWN);
            assertThat(link.there.state()).isNotEqualTo(BfdState.UP);
            assertThat(link.there.ups()).isEqualTo(1);
            link.here.progress(true, link.nowUs);
            link.run(5 * SECOND_US);
            link.bothAre(BfdState.UP);
        });
    }

    @Test
    void one_that_leaves_says_so_and_is_silent() {
        each(link -> {
            link.run(5 * SECOND_US);
            link.here.leave(link.nowUs);
            link.run(5_000);
            assertThat(link.here.state()).isEqualTo(BfdState.ADMIN_DOWN);
            assertThat(link.there.state()).isEqualTo(BfdState.DOWN);
            assertThat(link.here.nextUs()).isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void they_come_up_after_any_trouble() {
        each(link -> {
            for (int i = 0; i < 30; i++) {
                switch (link.random.nextInt(4)) {
                    case 0 -> link.isCut = !link.isCut;
                    case 1 -> link.losesEvery = link.random.nextInt(5);
                    case 2 -> link.here.progress(link.random.nextBoolean(), link.nowUs);
                    default -> link.there = link.newSession(link.random.nextInt(3, 9));
                }
                link.run(link.random.nextLong(2 * SECOND_US));
            }
            link.isCut = false;
            link.losesEvery = 0;
            link.here.progress(true, link.nowUs);
            link.run(6 * SECOND_US);
            link.bothAre(BfdState.UP);
        });
    }

    private interface Story {
        void on(Link link);
    }

    private void each(Story story) {
        for (long own = seed; own < seed + SEEDS; own++) {
            try {
                story.on(new Link(new SplittableRandom(own)));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + own, e);
            }
        }
    }

    private static final class Link {
        private static final long DELAY_US_MAX = 1_000;

        final RandomGenerator random;
        final PriorityQueue<Arrival> coming = new PriorityQueue<>();
        final BfdSession here;
        BfdSession there;
        long nowUs = 7;
        private final long[] lastUs = new long[2];
        private final int[] count = new int[2];
        boolean isCut;
        int losesEvery;
        long sent;

        private record Arrival(long atUs, boolean here, ByteBuffer bytes)
                implements Comparable<Arrival> {
            @Override
            public int compareTo(Arrival other) {
                return Long.compare(atUs, other.atUs);
            }
        }

        Link(SplittableRandom random) {
            this.random = random;
            here = new BfdSession(TIMING, 1, random.split(), packet -> send(false, packet), nowUs);
            there = newSession(2);
        }

        BfdSession newSession(int my) {
            return new BfdSession(TIMING, my, random, packet -> send(true, packet), nowUs);
        }

        private void send(boolean toHere, ControlPacket packet) {
            sent++;
            int way = toHere ? 1 : 0;
            count[way]++;
            if (!isCut && (losesEvery == 0 || count[way] % losesEvery != 0)) {
                // A cable does not overtake.
                lastUs[way] = Math.max(lastUs[way] + 1, nowUs + random.nextLong(DELAY_US_MAX));
                coming.add(new Arrival(lastUs[way], toHere, ByteBuffer.wrap(packet.write())));
            }
        }

        void run(long us) {
            long untilUs = nowUs + us;
            while (true) {
                long next = Math.min(here.nextUs(), there.nextUs());
                if (!coming.isEmpty()) {
                    next = Math.min(next, coming.peek().atUs);
                }
                if (next > untilUs) {
                    nowUs = untilUs;
                    return;
                }
                nowUs = Math.max(nowUs, next);
                while (!coming.isEmpty() && coming.peek().atUs <= nowUs) {
                    deliver(coming.remove());
                }
                here.tick(nowUs);
                there.tick(nowUs);
            }
        }

        private void deliver(Arrival arrival) {
            assertThat(ControlPacket.refusal(arrival.bytes)).isNull();
            ControlPacket packet = ControlPacket.read(arrival.bytes);
            BfdSession to = arrival.here ? here : there;
            if (packet.your() == 0 || packet.your() == to.my()) {
                to.received(packet, nowUs);
            }
        }

        void bothAre(BfdState state) {
            assertThat(here.state()).isEqualTo(state);
            assertThat(there.state()).isEqualTo(state);
        }
    }
}
