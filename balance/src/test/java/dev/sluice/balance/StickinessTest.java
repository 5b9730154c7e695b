package dev.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StickinessTest {
    private final StickyCookie cookie = StickyCookie.of("sg-1", Bed.equalServers(100));

    @Test
    void every_token_leads_back_to_its_server() {
        for (int server = 0; server < 100; server++) {
            assertThat(cookie.token(server)).matches("[0-9a-f]{16}");
            assertThat(server("xx" + cookie.token(server) + "yy", 2, 16)).isEqualTo(server);
        }
    }

    @Test
    void tokens_are_the_same_in_every_process_and_differ_between_groups() {
        assertThat(cookie.token(3))
                .isEqualTo(StickyCookie.of("sg-1", Bed.equalServers(4)).token(3))
                .isNotEqualTo(StickyCookie.of("sg-2", Bed.equalServers(4)).token(3));
    }

    @Test
    void what_is_no_token_names_nobody() {
        String token = cookie.token(0);
        for (String value :
                new String[] {
                    "",
                    "0000000000000000",
                    token.substring(1),
                    token + "0",
                    token.substring(1) + "g",
                    "ABCDEF" + token.substring(6),
                    "é" + token.substring(1)
                }) {
            assertThat(server(value, 0, value.length())).as(value).isEqualTo(Scheduler.NONE);
        }
    }

    @Test
    void a_marked_value_names_its_server_and_keeps_the_original() {
        String marked = cookie.mark(7, "a|b=c");
        byte[] bytes = marked.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(cookie.markedServer(bytes, 0, bytes.length)).isEqualTo(7);
        assertThat(StickyCookie.marked(bytes, 0, bytes.length)).isTrue();
        assertThat(marked.substring(StickyCookie.MARK_LENGTH)).isEqualTo("a|b=c");
    }

    @Test
    void a_mark_of_another_group_is_recognized_as_one_but_names_nobody() {
        byte[] bytes = "0123456789abcdef|v".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(StickyCookie.marked(bytes, 0, bytes.length)).isTrue();
        assertThat(cookie.markedServer(bytes, 0, bytes.length)).isEqualTo(Scheduler.NONE);
    }

    @Test
    void a_servers_own_value_is_not_taken_for_a_mark() {
        for (String value : new String[] {"", "v", "0123456789abcdef", "0123456789abcdeX|v"}) {
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(StickyCookie.marked(bytes, 0, bytes.length)).as(value).isFalse();
        }
    }

    @Test
    void a_group_without_servers_has_no_tokens() {
        var empty = StickyCookie.of("sg-1", Bed.servers());
        byte[] bytes = cookie.token(0).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

        assertThat(empty.server(bytes, 0, bytes.length)).isEqualTo(Scheduler.NONE);
    }

    private int server(String text, int offset, int length) {
        return cookie.server(text.getBytes(StandardCharsets.ISO_8859_1), offset, length);
    }
}
