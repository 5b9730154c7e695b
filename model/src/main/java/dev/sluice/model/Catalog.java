package dev.sluice.model;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All resources at one revision, with their references resolvable. Immutable. */
public final class Catalog {
    private final long revision;
    private final Map<Kind, Map<String, Stored>> byId = new EnumMap<>(Kind.class);
    private final Map<NameKey, Stored> byName = new HashMap<>();

    public Catalog(long revision, Collection<Stored> all) {
        this.revision = revision;
        for (Stored stored : all) {
            byId.computeIfAbsent(stored.kind(), _ -> new LinkedHashMap<>())
                    .put(stored.id(), stored);
            byName.put(NameKey.of(stored), stored);
        }
    }

    public long revision() {
        return revision;
    }

    /** All of a kind, in the order given. */
    public List<Stored> all(Kind kind) {
        return List.copyOf(byId.getOrDefault(kind, Map.of()).values());
    }

    /** Finds what a reference means: an id, or else a name within the account. */
    public Optional<Stored> resolve(Kind kind, String account, String nameOrId) {
        Stored found = byId.getOrDefault(kind, Map.of()).get(nameOrId);
        if (found != null && found.resource().account().equals(account)) {
            return Optional.of(found);
        }
        return Optional.ofNullable(byName.get(new NameKey(kind, account, nameOrId)));
    }

    private record NameKey(Kind kind, String account, String name) {
        static NameKey of(Stored stored) {
            return new NameKey(
                    stored.kind(), stored.resource().account(), stored.resource().name());
        }
    }
}
