package dev.sluice.director.table;

import dev.sluice.model.node.DirectorConfig;
import dev.sluice.model.node.VirtualRouterConfig;
import dev.sluice.model.unit.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The networks of local addresses of all directors, as one of them sees them: which are its own,
 * and which it is an heir of, so that servers' answers go on when their director is gone.
 * Immutable.
 *
 * <p>Where directors announce themselves to routers, each is an heir of all, at the distance at
 * which it stands behind the owner in the ring of directors' numbers. Where they elect masters, it
 * is an heir of what its virtual routers name.
 */
public final class LocalNetworks {
    static final LocalNetworks NONE =
            new LocalNetworks(List.of(), false, Set.of(), Map.of(), Set.of());

    private final Set<Network> inheritable = new LinkedHashSet<>();
    private final Set<Network> kept;
    private final Map<Network, Integer> announced;
    private final AddressSet announcedSet;
    private final AddressSet all;

    private LocalNetworks(
            List<String> own,
            boolean shared,
            Set<Network> handed,
            Map<Network, Integer> announced,
            Set<Network> others) {
        this.announced = announced;
        this.announcedSet =
                AddressSet.of(announced.keySet().stream().map(Network::toString).toList());
        var mine = networks(own);
        inheritable.addAll(shared ? Set.of() : mine);
        inheritable.addAll(handed);
        inheritable.addAll(announced.keySet());
        this.all =
                AddressSet.of(
                        Stream.of(mine, handed, others)
                                .flatMap(Collection::stream)
                                .map(Network::toString)
                                .toList());
        mine.removeAll(handed);
        this.kept = mine;
    }

    /** Those of all directors, as one sees them. */
    static LocalNetworks of(@Nullable DirectorConfig self, List<DirectorConfig> directors) {
        if (self == null) {
            return NONE;
        }
        var handed = new LinkedHashSet<Network>();
        for (VirtualRouterConfig router : self.virtualRouters()) {
            handed.addAll(networks(router.localAddresses()));
        }
        var others = new LinkedHashSet<Network>();
        others(self, directors).forEach(other -> others.addAll(networks(other.localAddresses())));
        Map<Network, Integer> announced =
                self.bgp() == null ? Map.of() : distances(self, directors);
        return new LocalNetworks(
                self.localAddresses(), self.sharedAddress(), handed, announced, others);
    }

    private static List<DirectorConfig> others(
            DirectorConfig self, List<DirectorConfig> directors) {
        return directors.stream()
                .filter(other -> !other.name().equals(self.name()) && !other.sharedAddress())
                .toList();
    }

    /** How far behind each owner this director stands in the ring. */
    private static Map<Network, Integer> distances(
            DirectorConfig self, List<DirectorConfig> directors) {
        var ring = new ArrayList<>(others(self, directors));
        ring.add(self);
        ring.sort(
                Comparator.comparingInt(DirectorConfig::number)
                        .thenComparing(DirectorConfig::name));
        var distances = new LinkedHashMap<Network, Integer>();
        for (int i = 0; i < ring.size(); i++) {
            DirectorConfig owner = ring.get(i);
            int behind = Math.floorMod(ring.indexOf(self) - i, ring.size());
            if (!owner.sharedAddress()) {
                networks(owner.localAddresses())
                        .forEach(network -> distances.merge(network, behind, Math::min));
            }
        }
        return distances;
    }

    private static Set<Network> networks(List<String> texts) {
        var networks = new LinkedHashSet<Network>();
        texts.stream()
                .map(Network::parse)
                .flatMap(Optional::stream)
                .map(Network::canonical)
                .forEach(networks::add);
        return networks;
    }

    /** Whether an address is any director's local address. */
    boolean contains(long high, long low) {
        return all.contains(high, low);
    }

    /** What is always this director's: its own networks that no virtual router hands on. */
    Set<Network> kept() {
        return Set.copyOf(kept);
    }

    /**
     * What routers are told of, with the distance at which this director stands behind the owner; 0
     * for its own.
     */
    public Map<Network, Integer> announced() {
        return Map.copyOf(announced);
    }

    /** Whether routers are told of an address, so that it is theirs to say who has its packets. */
    public boolean isAnnounced(long high, long low) {
        return announcedSet.contains(high, low);
    }

    /**
     * All that may ever be this director's, so that its kernel must keep silent for it; not what it
     * shares with its kernel.
     */
    public Set<Network> inheritable() {
        return new LinkedHashSet<>(inheritable);
    }
}
