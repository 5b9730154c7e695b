package dev.sluice.model.node;

import java.util.List;

/**
 * A director: every director gets those of all, finds itself by its name, and knows what the others
 * own.
 *
 * @param name the director's name, which is its node's
 * @param interfaces whose packets it takes
 * @param localAddresses networks that stand for clients towards servers (fullnat), in CIDR form
 * @param sharedAddress whether it shares the host's only address
 * @param recomputeChecksums whether TCP and UDP checksums are made anew and not updated
 * @param virtualAddresses what it may own of the load balancers' addresses; empty means all
 */
public record DirectorConfig(
        String id,
        long revision,
        String name,
        List<String> interfaces,
        List<String> localAddresses,
        boolean sharedAddress,
        boolean recomputeChecksums,
        List<String> virtualAddresses)
        implements NodeResource {
    public DirectorConfig {
        interfaces = List.copyOf(interfaces);
        localAddresses = List.copyOf(localAddresses);
        virtualAddresses = List.copyOf(virtualAddresses);
    }

    @Override
    public String key() {
        return "director/" + id;
    }
}
