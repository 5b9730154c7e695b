package dev.sluice.model.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one listener, in no particular order: precedence is the router's.
 *
 * @param id the listener's id
 */
public record RuleTableConfig(String id, long revision, List<RuleConfig> rules)
        implements NodeResource {
    public RuleTableConfig {
        rules = List.copyOf(rules);
    }

    @Override
    public String key() {
        return "rules/" + id;
    }

    /**
     * One rule.
     *
     * @param domain lower case; exact, or {@code *.} and a domain; null matches any
     * @param path prefix; null matches any
     */
    public record RuleConfig(
            String id,
            String name,
            @Nullable String domain,
            @Nullable String path,
            TargetConfig target) {}
}
