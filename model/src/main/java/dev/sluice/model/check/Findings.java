package dev.sluice.model.check;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.tree.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one check of a catalog has found so far, and how to say where. */
final class Findings {
    private static final Position STORED = new Position("stored", 0);

    private final Catalog catalog;
    private final Function<Resource, @Nullable Draft> drafts;
    private final Installed installed;
    private final List<Finding> found = new ArrayList<>();

    Findings(Catalog catalog, Function<Resource, @Nullable Draft> drafts, Installed installed) {
        this.catalog = catalog;
        this.drafts = drafts;
        this.installed = installed;
    }

    /** Whether packets are forwarded by directors; else connections are relayed by sockets. */
    boolean hasDirectors() {
        return installed == Installed.ROLES && !catalog.all(Kind.DIRECTOR).isEmpty();
    }

    List<Finding> found() {
        return List.copyOf(found);
    }

    <T extends Resource> List<T> all(Class<T> type, Kind kind) {
        return catalog.all(kind).stream().map(Stored::resource).map(type::cast).toList();
    }

    Optional<Stored> resolve(Resource from, Kind kind, @Nullable String nameOrId) {
        return nameOrId == null
                ? Optional.empty()
                : catalog.resolve(kind, from.account(), nameOrId);
    }

    /** Whether a user wrote the field just now, rather than left it to its default. */
    boolean wrote(Resource resource, String field) {
        Draft draft = drafts.apply(resource);
        return draft != null && draft.wrote(field);
    }

    void error(Resource resource, String field, String code, String message) {
        add(Problem.Severity.ERROR, resource, field, code, message);
    }

    void warn(Resource resource, String field, String code, String message) {
        add(Problem.Severity.WARNING, resource, field, code, message);
    }

    private void add(
            Problem.Severity severity,
            Resource resource,
            String field,
            String code,
            String message) {
        Draft draft = drafts.apply(resource);
        Position at = draft == null ? STORED : draft.at(field);
        String path = draft == null ? storedPath(resource, field) : draft.pathOf(field);
        found.add(new Finding(resource, new Problem(severity, code, at, path, message)));
    }

    private static String storedPath(Resource resource, String field) {
        String path = resource.kind().plural() + "/" + resource.name();
        return field.isEmpty() ? path : path + "." + field;
    }
}
