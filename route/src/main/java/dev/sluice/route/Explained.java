package dev.sluice.route;

import java.util.List;

/**
 * Which rule takes a request, and why.
 *
 * @param rule a position in {@link RuleTable#rules}, or {@link RuleTable#NONE}
 * @param because what was asked, in order, a sentence each
 */
public record Explained(int rule, List<String> because) {
    public Explained {
        because = List.copyOf(because);
    }
}
