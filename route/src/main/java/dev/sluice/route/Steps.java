package dev.sluice.route;

import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells in words how a request went through the rules, up to the one that took it. */
final class Steps {
    private final List<RuleConfig> rules;
    private final int taker;
    private final List<String> steps = new ArrayList<>();

    Steps(List<RuleConfig> rules, int taker) {
        this.rules = rules;
        this.taker = taker;
    }

    List<String> of(String host, String path) {
        boolean taken = !host.isEmpty() && step(host, path);
        for (int dot = host.indexOf('.'); dot > 0 && !taken; dot = host.indexOf('.', dot + 1)) {
            taken = step("*" + host.substring(dot), path);
        }
        if (!taken && !step(null, path)) {
            steps.add("no rule takes it: the listener's own server group does");
        }
        return steps;
    }

    /** Whether the rules of a domain take the path. */
    private boolean step(@Nullable String domain, String path) {
        List<RuleConfig> asked =
                rules.stream().filter(rule -> Objects.equals(rule.domain(), domain)).toList();
        String whose = domain == null ? "without a domain" : "for " + domain;
        boolean taken = taker != RuleTable.NONE && asked.contains(rules.get(taker));
        if (taken) {
            RuleConfig rule = rules.get(taker);
            steps.add(
                    asked.size() == 1
                            ? "the rule " + whose + " matches: '" + rule.name() + "'"
                            : "of "
                                    + asked.size()
                                    + " rules "
                                    + whose
                                    + ", '"
                                    + rule.name()
                                    + "' has the longest matching path, "
                                    + (rule.path() == null ? "/" : rule.path()));
        } else if (!asked.isEmpty()) {
            steps.add(
                    (asked.size() == 1
                                    ? "the rule " + whose + " does not match: "
                                    : "none of " + asked.size() + " rules " + whose + " matches: ")
                            + path
                            + " does not begin with "
                            + paths(asked));
        } else if (domain != null && domain.charAt(0) != '*') {
            steps.add("there is no rule " + whose);
        }
        return taken;
    }

    private static String paths(List<RuleConfig> asked) {
        List<String> paths = asked.stream().map(rule -> String.valueOf(rule.path())).toList();
        return paths.size() <= 5
                ? String.join(" or ", paths)
                : String.join(", ", paths.subList(0, 5)) + " or any other";
    }
}
