package dev.sluice.proxy.table;

import dev.sluice.model.node.HttpConfig;
import dev.sluice.proxy.upstream.Target;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What http and https listeners serve by beside their default target. Immutable.
 *
 * @param ruleTargets by the rules' numbers; an entry is absent (empty list index never used) only
 *     if its group is gone
 * @param trusted proxies whose own forwarding headers are kept; null trusts nobody
 */
public record HttpTable(
        HttpConfig config, List<RuleTarget> ruleTargets, @Nullable AddressSet trusted) {
    public HttpTable {
        ruleTargets = List.copyOf(ruleTargets);
    }

    /** A rule's name for logs, and where it sends; null where its group is not there. */
    public record RuleTarget(String name, @Nullable Target target) {}

    /** Whether this client is a proxy of ours whose forwarding headers count. */
    public boolean trusts(InetAddress client) {
        return trusted != null && trusted.contains(client);
    }
}
