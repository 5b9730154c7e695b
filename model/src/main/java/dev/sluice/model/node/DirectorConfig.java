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
 * @param number by which directors tell each other apart, from 1 to {@link #NUMBER_MAX}; 0 for the
 *     one that its name makes
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
        @Nullable BgpConfig bgp,
        int number)
        implements NodeResource {
    /** The greatest number. */
    public static final int NUMBER_MAX = 4095;

    @SuppressWarnings("NullAway") // absent in what releases before have kept
    public DirectorConfig {
        interfaces = List.copyOf(interfaces);
        localAddresses = List.copyOf(localAddresses);
        virtualAddresses = List.copyOf(virtualAddresses);
        virtualRouters = virtualRouters == null ? List.of() : List.copyOf(virtualRouters);
        number = number == 0 ? numberOf(name) : number;
    }

    /** One whose number its name makes. */
    public DirectorConfig(
            String id,
            long revision,
            String name,
            List<String> interfaces,
            List<String> localAddresses,
            boolean sharedAddress,
            boolean recomputeChecksums,
            List<String> virtualAddresses,
            List<VirtualRouterConfig> virtualRouters,
            @Nullable BgpConfig bgp) {
        this(
                id,
                revision,
                name,
                interfaces,
                localAddresses,
                sharedAddress,
                recomputeChecksums,
                virtualAddresses,
                virtualRouters,
                bgp,
                0);
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

    /** The number of a director that was given none. Names that end in a number make neighbours. */
    public static int numberOf(String name) {
        return Math.floorMod(name.hashCode(), NUMBER_MAX) + 1;
    }

    @Override
    public String key() {
        return "director/" + id;
    }
}
