package dev.sluice.director.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.packet.SynOptions;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynCookiesTest {
    private static final SynSecret SECRET = new SynSecret(1, 2);
    private static final long CLIENT = 0xFFFF_C633_6407L;
    private static final long VIRTUAL = 0xFFFF_CB00_710AL;
    private static final int PORTS = SynCookies.ports(40_000, 80);
    private static final int SEQUENCE = 0xFFFF_FFF0;
    private static final int OPTIONS = SynOptions.cookieBits(SynOptions.of(1460, 7, true));

    private static final long AHEAD_MS = 1_700_000_000_000L;

    private final SynCookies cookies = by(AHEAD_MS, SECRET);

    @Test
    void a_cookie_brings_back_what_the_syn_offered() {
        int back = check(cookies, cookie(5_000), 5_050);

        int options = SynOptions.ofCookieBits(back);
        assertThat(SynOptions.mss(options)).isEqualTo(1460);
        assertThat(SynOptions.scale(options)).isEqualTo(7);
        assertThat(SynOptions.sack(options)).isTrue();
    }

    @Test
    void any_worker_checks_what_another_made() {
        SynCookies other = by(AHEAD_MS, SECRET);

        assertThat(check(other, cookie(5_000), 6_000)).isEqualTo(OPTIONS);
    }

    @Test
    void another_secret_knows_no_cookie() {
        SynCookies other = by(AHEAD_MS, new SynSecret(1, 3));

        assertThat(check(other, cookie(5_000), 6_000)).isEqualTo(SynCookies.NONE);
    }

    @Test
    void while_a_secret_is_replaced_cookies_of_both_are_taken_and_those_of_the_first_are_made() {
        SynSecret newer = new SynSecret(4, 5);
        SynCookies both = by(AHEAD_MS, newer, SECRET);

        assertThat(check(both, cookie(5_000), 6_000)).isEqualTo(OPTIONS);
        assertThat(check(by(AHEAD_MS, newer), cookie(both, 5_000), 6_000)).isEqualTo(OPTIONS);
        assertThat(check(cookies, cookie(both, 5_000), 6_000)).isEqualTo(SynCookies.NONE);
    }

    @Test
    void a_cookie_of_a_director_whose_clock_is_half_a_minute_away_is_taken_at_any_time() {
        SynCookies early = by(AHEAD_MS - 30_000, SECRET);
        SynCookies late = by(AHEAD_MS + 30_000, SECRET);
        for (int madeMs = 0; madeMs < 1_000_000; madeMs += 1_009) {
            int cookie = cookie(madeMs);
            assertThat(check(early, cookie, madeMs + 50)).isEqualTo(OPTIONS);
            assertThat(check(late, cookie, madeMs + 50)).isEqualTo(OPTIONS);
        }
    }

    @Test
    void a_cookie_holds_for_a_minute_and_never_for_more_than_two_and_a_quarter() {
        for (int madeMs = 0; madeMs < 10_000_000; madeMs += 7_919) {
            int cookie = cookie(madeMs);
            assertThat(check(cookies, cookie, madeMs + 65_000)).isEqualTo(OPTIONS);
            assertThat(check(cookies, cookie, madeMs + 132_000)).isEqualTo(SynCookies.NONE);
        }
    }

    @Test
    void each_thing_that_the_hash_covers_decides() {
        int cookie = cookie(0);

        assertThat(cookies.check(1, CLIENT, 0, VIRTUAL, PORTS, SEQUENCE, cookie, 0)).isNegative();
        assertThat(cookies.check(0, 1, 0, VIRTUAL, PORTS, SEQUENCE, cookie, 0)).isNegative();
        assertThat(cookies.check(0, CLIENT, 1, VIRTUAL, PORTS, SEQUENCE, cookie, 0)).isNegative();
        assertThat(cookies.check(0, CLIENT, 0, 1, PORTS, SEQUENCE, cookie, 0)).isNegative();
        assertThat(cookies.check(0, CLIENT, 0, VIRTUAL, 1, SEQUENCE, cookie, 0)).isNegative();
        assertThat(cookies.check(0, CLIENT, 0, VIRTUAL, PORTS, 1, cookie, 0)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 31})
    void no_bit_of_a_cookie_may_change(int bit) {
        assertThat(check(cookies, cookie(0) ^ 1 << bit, 0)).isEqualTo(SynCookies.NONE);
    }

    @Test
    void a_guess_succeeds_about_once_in_eight_million() {
        var random = new SplittableRandom(42);
        int right = 0;
        for (int i = 0; i < 4_000_000; i++) {
            right += check(cookies, random.nextInt(), 0) >= 0 ? 1 : 0;
        }
        assertThat(right).isLessThan(6);
    }

    private static SynCookies by(long aheadMs, SynSecret... newestFirst) {
        return new SynCookies(new CookieSecrets(List.of(newestFirst), aheadMs, true));
    }

    private int cookie(long nowMs) {
        return cookie(cookies, nowMs);
    }

    private static int cookie(SynCookies cookies, long nowMs) {
        return cookies.make(0, CLIENT, 0, VIRTUAL, PORTS, SEQUENCE, OPTIONS, nowMs);
    }

    private static int check(SynCookies cookies, int cookie, long nowMs) {
        return cookies.check(0, CLIENT, 0, VIRTUAL, PORTS, SEQUENCE, cookie, nowMs);
    }
}
