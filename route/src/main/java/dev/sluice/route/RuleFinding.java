package dev.sluice.route;

import dev.sluice.model.node.RuleTableConfig.RuleConfig;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a rule.
 *
 * @param other the rule it conflicts with; null for other types
 * @param message one sentence: what is wrong and what would be right
 */
public record RuleFinding(Type type, RuleConfig rule, @Nullable RuleConfig other, String message) {
    /** What is wrong. */
    public enum Type {
        /** Two rules for one domain and path: one of them would never be asked. */
        CONFLICT,
        /** No request can look like this. */
        NEVER_MATCHES,
        /** Clients are shown a certificate for another name before the rule is asked. */
        NO_CERTIFICATE
    }
}
