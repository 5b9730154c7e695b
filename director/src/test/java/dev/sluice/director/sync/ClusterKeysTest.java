package dev.sluice.director.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.director.limit.SynCookies;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterKeysTest {
    private static final byte[] OLD = bytes("the secret that everybody has");
    private static final byte[] NEW = bytes("the secret that comes after it");

    @Test
    void directors_of_one_secret_take_each_others_cookies_and_others_do_not() {
        assertThat(isTaken(cookies(OLD), cookies(OLD))).isTrue();
        assertThat(isTaken(cookies(OLD), cookies(NEW))).isFalse();
    }

    @Test
    void while_one_director_has_the_new_secret_the_others_take_both() {
        assertThat(isTaken(cookies(NEW), cookies(OLD, NEW))).isTrue();
        assertThat(isTaken(cookies(OLD, NEW), cookies(NEW, OLD))).isTrue();
        assertThat(isTaken(cookies(OLD, NEW), cookies(NEW))).isFalse();
    }

    @Test
    void there_are_one_or_two_secrets() {
        assertThatThrownBy(() -> new ClusterKeys(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClusterKeys(List.of(OLD, NEW, OLD)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean isTaken(SynCookies made, SynCookies checked) {
        int cookie = made.make(0, 1, 0, 2, 3, 4, 5, 1_000);
        return checked.check(0, 1, 0, 2, 3, 4, cookie, 1_000) == 5;
    }

    private static SynCookies cookies(byte[]... newestFirst) {
        return new SynCookies(new ClusterKeys(Arrays.asList(newestFirst)).cookies(0));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
