package dev.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTableTest {
    private final RuleTable table =
            RuleTable.of(
                    Rules.of(
                            "market.aliyun.com/v1",
                            "*.market.aliyun.com",
                            "*.aliyun.com",
                            "*.aliyun.com/static",
                            "/abc",
                            "/abcd",
                            "/any/",
                            "only.example.com/"));

    @ParameterizedTest
    @CsvSource({
        "market.aliyun.com, /v1/x, market.aliyun.com/v1",
        "market.aliyun.com, /v2, *.aliyun.com",
        "a.market.aliyun.com, /, *.market.aliyun.com",
        "a.b.market.aliyun.com, /static, *.market.aliyun.com",
        "x.aliyun.com, /static/a, *.aliyun.com/static",
        "x.aliyun.com, /stati, *.aliyun.com",
        "aliyun.com, /static, none",
        "aliyun.com, /abc, /abc",
        "xaliyun.com, /, none",
        "other.org, /abcde, /abcd",
        "other.org, /abce, /abc",
        "other.org, /ab, none",
        "other.org, /any, none",
        "other.org, /any/, /any/",
        "only.example.com, /abc, only.example.com/",
        "only.example.com, *, only.example.com/",
        "'', /abc, /abc",
        "., /abc, /abc",
        ".aliyun.com, /, none",
        "MARKET.Aliyun.com:8080, /v1?q=/x, market.aliyun.com/v1",
        "market.aliyun.com., /v1, market.aliyun.com/v1",
        "x.aliyun.com.:443, /, *.aliyun.com",
        "[::1]:443, /abc, /abc",
    })
    void the_narrowest_domain_that_has_a_matching_path_takes_the_request(
            String host, String path, String expected) {
        assertThat(name(table, table.match(host, path))).isEqualTo(expected);
    }

    @Test
    void a_domain_without_a_matching_path_is_passed_over() {
        RuleTable rules = RuleTable.of(Rules.of("a.b.c/x", "*.b.c/y", "*.c/z", "/w"));

        assertThat(List.of("/x", "/y", "/z", "/w", "/v"))
                .extracting(path -> name(rules, rules.match("a.b.c", path)))
                .containsExactly("a.b.c/x", "*.b.c/y", "*.c/z", "/w", "none");
    }

    @Test
    void no_rules_take_nothing() {
        assertThat(RuleTable.of(List.of()).match("a", "/")).isEqualTo(RuleTable.NONE);
    }

    @Test
    void prefixes_of_prefixes_are_found_at_every_length() {
        List<String> paths = IntStream.rangeClosed(1, 300).mapToObj("/x"::repeat).toList();
        RuleTable rules = RuleTable.of(Rules.of(paths.toArray(String[]::new)));

        for (int i = 0; i < 300; i++) {
            assertThat(rules.match("h", "/x".repeat(i + 1) + "/")).isEqualTo(i);
        }
    }

    @Test
    void bytes_beyond_ascii_match_nothing_and_break_nothing() {
        byte[] buffer = {'a', '.', (byte) 0xFF, '/', (byte) 0x80, (byte) 0xFF};

        assertThat(table.match(buffer, 0, 3, 3, 6)).isEqualTo(RuleTable.NONE);
        assertThat(table.match(buffer, 0, 0, 0, 0)).isEqualTo(RuleTable.NONE);
    }

    @Test
    void matching_allocates_nothing() {
        byte[] buffer =
                "a.b.market.aliyun.com/static/of/the/art".getBytes(StandardCharsets.US_ASCII);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int matched = 0;
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            matched += table.match(buffer, 0, 21, 21, buffer.length);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(matched).isEqualTo(10_000);
        assertThat(allocated).isLessThan(10_000);
    }

    @Test
    void an_explanation_names_what_was_asked_in_order() {
        assertThat(table.explain("market.aliyun.com", "/v2"))
                .isEqualTo(
                        new Explained(
                                2,
                                List.of(
                                        "the rule for market.aliyun.com does not match: /v2 does"
                                                + " not begin with /v1",
                                        "of 2 rules for *.aliyun.com, '*.aliyun.com' has the"
                                                + " longest matching path, /")));
        assertThat(table.explain("Other.org:80", "/x?y").because())
                .containsExactly(
                        "there is no rule for other.org",
                        "none of 3 rules without a domain matches: /x does not begin with /abc or"
                                + " /abcd or /any/",
                        "no rule takes it: the listener's own server group does");
    }

    private static String name(RuleTable table, int rule) {
        return rule == RuleTable.NONE ? "none" : table.rules().get(rule).name();
    }
}
