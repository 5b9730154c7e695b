package dev.sluice.model.node;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param virtualRouters by which directors agree who owns them; empty where nobody else does
 * @param bgp by which it announces them; null where routers are told otherwise
 */
public record DirectorConfig(
        String id,
        long revision,
        String name,
        List<String> interfaces,
        List<String> localAddresses,
        boolean sharedAddress,
        boolean recomputeChecksums,
        List<String> virtualAddresses,
        List<VirtualRouterConfig> virtualRouters,
        @Nullable BgpConfig bgp)
        implements NodeResource {
    @SuppressWarnings("NullAway") // absent in what releases before have kept
    public DirectorConfig {
        interfaces = List.copyOf(interfaces);
        localAddresses = List.copyOf(localAddresses);
        virtualAddresses = List.copyOf(virtualAddresses);
        virtualRouters = virtualRouters == null ? List.of() : List.copyOf(virtualRouters);
    }

    /** One that shares no address with others. */
    public DirectorConfig(
            String id,
            long revision,
            String name,
            List<String> interfaces,
            List<String> localAddresses,
            boolean sharedAddress,
            boolean recomputeChecksums,
            List<String> virtualAddresses) {
        this(
                id,
                revision,
                name,
                interfaces,
                localAddresses,
                sharedAddress,
                recomputeChecksums,
                virtualAddresses,
                List.of(),
                null);
    }

    @Override
    public String key() {
        return "director/" + id;
    }
}
