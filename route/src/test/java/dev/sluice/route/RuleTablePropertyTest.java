package dev.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares the table with the plainest reading of the same rules. */
class RuleTablePropertyTest {
    private static final String[] LABELS = {"a", "b", "ab", "com", "x1"};
    private static final String[] SEGMENTS = {"/", "/a", "a", "/ab", "b/", "/%20"};

    @Test
    void it_answers_as_asking_every_rule_in_order_would() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<RuleConfig> rules = rules(random);
            RuleTable table = RuleTable.of(rules);
            for (int i = 0; i < 100; i++) {
                String host = domain(random);
                String path = "/" + path(random);
                assertThat(table.match(host, path))
                        .as("-Dseed=%d: %s%s in %s", seed, host, path, rules)
                        .isEqualTo(naive(rules, host, path));
                Explained explained = table.explain(host, path);
                assertThat(explained.because().getLast())
                        .as("-Dseed=%d: %s%s in %s", seed, host, path, rules)
                        .contains(taker(rules, explained.rule()));
            }
        }
    }

    private static String taker(List<RuleConfig> rules, int rule) {
        return rule == RuleTable.NONE ? "no rule takes it" : "'" + rules.get(rule).name() + "'";
    }

    private static List<RuleConfig> rules(Random random) {
        List<RuleConfig> rules = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        int count = random.nextInt(60);
        for (int i = 0; i < count; i++) {
            String domain =
                    switch (random.nextInt(3)) {
                        case 0 -> null;
                        case 1 -> domain(random);
                        default -> "*." + domain(random);
                    };
            String path = random.nextInt(4) == 0 ? null : "/" + path(random);
            if (taken.add(domain + " " + RuleTable.prefix(path))) {
                rules.add(Rules.rule("r" + i, domain, path));
            }
        }
        return rules;
    }

    private static String domain(Random random) {
        var domain = new StringBuilder(LABELS[random.nextInt(LABELS.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            domain.append('.').append(LABELS[random.nextInt(LABELS.length)]);
        }
        return domain.toString();
    }

    private static String path(Random random) {
        var path = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            path.append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
        }
        return path.toString();
    }

    private static int naive(List<RuleConfig> rules, String host, String path) {
        int best = RuleTable.NONE;
        long bestRank = -1;
        for (int i = 0; i < rules.size(); i++) {
            long rank = rank(rules.get(i), host, path);
            if (rank > bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    /** How good a match is: the domain's kind and length count first, then the path's length. */
    private static long rank(RuleConfig rule, String host, String path) {
        String prefix = RuleTable.prefix(rule.path());
        long domain = domainRank(rule.domain(), host);
        return domain < 0 || !path.startsWith(prefix) ? -1 : domain * 10_000 + prefix.length();
    }

    private static long domainRank(@Nullable String domain, String host) {
        if (domain == null) {
            return 0;
        }
        if (domain.startsWith("*.")) {
            return host.endsWith(domain.substring(1)) ? domain.length() : -1;
        }
        return host.equals(domain) ? 1000 : -1;
    }
}
