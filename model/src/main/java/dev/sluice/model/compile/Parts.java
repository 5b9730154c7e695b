package dev.sluice.model.compile;

import dev.sluice.model.AccessList;
import dev.sluice.model.Catalog;
import dev.sluice.model.Certificate;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.CertificateConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The resources compiled so far, and the parts that listeners share. Validation keeps dangling
 * references out; should one get here all the same, a missing access list is an empty one.
 */
final class Parts {
    /** Stands in an id for what a reference did not find; no generated id begins so. */
    static final String ABSENT = "absent-";

    private final Catalog catalog;
    private final NodeConfig previous;
    private final Map<String, NodeResource> resources = new HashMap<>();

    Parts(Catalog catalog, NodeConfig previous) {
        this.catalog = catalog;
        this.previous = previous;
    }

    Map<String, NodeResource> resources() {
        return resources;
    }

    Optional<Stored> find(Resource from, Kind kind, @Nullable String nameOrId) {
        return nameOrId == null
                ? Optional.empty()
                : catalog.resolve(kind, from.account(), nameOrId);
    }

    /**
     * Adds a resource, with its previous revision if nothing else about it changed.
     *
     * @param make makes it at a given revision
     * @return its key
     */
    String add(LongFunction<? extends NodeResource> make) {
        NodeResource fresh = make.apply(catalog.revision());
        NodeResource before = previous.resources().get(fresh.key());
        boolean same = before != null && make.apply(before.revision()).equals(before);
        resources.put(fresh.key(), same ? before : fresh);
        return fresh.key();
    }

    /** The key of an access list, whether it exists or not. */
    String accessList(Resource from, String nameOrId) {
        Optional<Stored> stored = find(from, Kind.ACCESS_LIST, nameOrId);
        String id = stored.map(Stored::id).orElse(ABSENT + nameOrId);
        List<String> entries =
                stored.map(found -> ((AccessList) found.resource()).entries()).orElse(List.of());
        String name = stored.map(found -> found.resource().name()).orElse(nameOrId);
        return add(revision -> new AccessListConfig(id, revision, name, entries));
    }

    /** The key of a certificate; null if it does not exist or has no chain. */
    @Nullable String certificate(Resource from, @Nullable String nameOrId) {
        Stored stored = find(from, Kind.CERTIFICATE, nameOrId).orElse(null);
        if (stored == null) {
            return null;
        }
        Certificate certificate = (Certificate) stored.resource();
        String chain = certificate.chain();
        return chain == null
                ? null
                : add(revision ->
                        new CertificateConfig(
                                stored.id(),
                                revision,
                                certificate.name(),
                                chain,
                                certificate.keyId()));
    }
}
