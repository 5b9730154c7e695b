package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Stored;
import java.util.List;
import java.util.Optional;

/** The one resource a request is about: a kind, an account, and a name or an id. */
public record Target(Kind kind, String account, String nameOrId) {
    public Optional<Stored> in(Catalog catalog) {
        return catalog.resolve(kind, account, nameOrId);
    }

    Refusal notFound() {
        return new Refusal(
                Refusal.Reason.NOT_FOUND,
                "there is no "
                        + kind.singular()
                        + " '"
                        + nameOrId
                        + "' in account '"
                        + account
                        + "'",
                List.of());
    }
}
