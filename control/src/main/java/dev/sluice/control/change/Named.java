package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Stored;
import java.util.Optional;

/** Finds resources by name alone, where an id that looks like the name must not be taken. */
final class Named {
    private Named() {}

    static Optional<Stored> find(Catalog catalog, Kind kind, String account, String name) {
        Optional<Stored> found = catalog.resolve(kind, account, name);
        if (found.isEmpty() || found.get().resource().name().equals(name)) {
            return found;
        }
        return catalog.all(kind).stream()
                .filter(stored -> stored.resource().name().equals(name))
                .filter(stored -> stored.resource().account().equals(account))
                .findFirst();
    }
}
