package dev.sluice.route;

import dev.sluice.model.Scheduling;
import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import dev.sluice.model.node.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for tests, written as {@code api.example.com/v1}: a domain, a path, or both. */
final class Rules {
    private Rules() {}

    static List<RuleConfig> of(String... written) {
        List<RuleConfig> rules = new ArrayList<>();
        for (String text : written) {
            int slash = text.indexOf('/');
            String domain = slash < 0 ? text : text.substring(0, slash);
            rules.add(
                    rule(
                            text,
                            domain.isEmpty() ? null : domain,
                            slash < 0 ? null : text.substring(slash)));
        }
        return rules;
    }

    static RuleConfig rule(String name, @Nullable String domain, @Nullable String path) {
        var target = new TargetConfig("group/g", Scheduling.WRR, null);
        return new RuleConfig("rule-" + name, name, domain, path, target);
    }
}
