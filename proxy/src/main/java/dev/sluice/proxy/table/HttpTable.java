package dev.sluice.proxy.table;

import dev.sluice.model.node.HttpConfig;
import dev.sluice.proxy.http.wire.ListenerHeaders;
import dev.sluice.proxy.upstream.Target;
import dev.sluice.route.RuleTable;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What http and https listeners serve by beside their default target. Immutable.
 *
 * @param rules null where there are none
 * @param ruleTargets by the rules' numbers
 * @param trusted proxies whose own forwarding headers are kept; null trusts nobody
 * @param headers the forwarding headers that are the same for all requests
 */
public record HttpTable(
        HttpConfig config,
        @Nullable RuleTable rules,
        List<RuleTarget> ruleTargets,
        @Nullable AddressSet trusted,
        ListenerHeaders headers) {
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
