package dev.sluice.director.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SynProxySwitchTest {
    private static final int MOST = 80;

    private final SynProxySwitch synProxy = new SynProxySwitch(MOST);

    @Test
    void is_off_within_the_budget_and_on_above_it() {
        begin(MOST);
        assertThat(synProxy.isOn(0)).isFalse();

        begin(1);
        assertThat(synProxy.isOn(0)).isTrue();
        assertThat(synProxy.timesOn()).isEqualTo(1);
    }

    @Test
    void handshakes_that_finish_take_nothing_of_the_budget() {
        for (int i = 0; i < 10 * MOST; i++) {
            begin(1);
            synProxy.ended();
        }
        assertThat(synProxy.isOn(0)).isFalse();
    }

    @Test
    void stays_on_while_cookies_go_unanswered() {
        flood();
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 5; i++) {
                synProxy.cookieSent();
            }
            assertThat(synProxy.isOn(second * 1_000L)).isTrue();
        }
        assertThat(synProxy.timesOn()).isEqualTo(1);
    }

    @Test
    void goes_off_when_cookies_come_back() {
        flood();
        for (int i = 0; i < 1_000; i++) {
            synProxy.cookieSent();
            synProxy.cookieHeld();
        }
        assertThat(synProxy.isOn(9_999)).isTrue();
        assertThat(synProxy.isOn(10_000)).isFalse();
    }

    @Test
    void goes_off_when_the_flood_ended_long_ago() {
        flood();
        for (int i = 0; i < 1_000; i++) {
            synProxy.cookieSent();
        }
        assertThat(synProxy.isOn(19_999)).isTrue();
        assertThat(synProxy.isOn(40_000)).isFalse();
        assertThat(synProxy.wasOn(40_001, 10)).isTrue();
        assertThat(synProxy.wasOn(40_010, 10)).isFalse();
    }

    @Test
    void stays_on_while_half_of_the_budget_is_still_half_open() {
        begin(MOST + 1);
        assertThat(synProxy.isOn(10_000)).isTrue();

        end(MOST / 2 + 1);
        assertThat(synProxy.isOn(20_000)).isFalse();
    }

    private void flood() {
        begin(MOST + 1);
        end(MOST + 1);
    }

    private void begin(int times) {
        for (int i = 0; i < times; i++) {
            synProxy.begun(0);
        }
    }

    private void end(int times) {
        for (int i = 0; i < times; i++) {
            synProxy.ended();
        }
    }
}
