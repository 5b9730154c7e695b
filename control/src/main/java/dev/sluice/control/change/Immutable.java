package dev.sluice.control.change;

import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.Stored;
import dev.sluice.model.shape.FieldShape;
import dev.sluice.model.shape.RecordShape;
import java.util.List;
import java.util.Objects;

/** Tells which fields a replacement would change that cannot be changed. */
final class Immutable {
    private Immutable() {}

    /** The names of those fields. References count as the same when they lead to the same. */
    static List<String> changed(Catalog catalog, Resource before, Resource after) {
        return RecordShape.of(recordOf(after)).fields().stream()
                .filter(field -> field.field().immutable())
                .filter(field -> !isSame(catalog, field, before, after))
                .map(FieldShape::name)
                .toList();
    }

    private static boolean isSame(
            Catalog catalog, FieldShape field, Resource before, Resource after) {
        Object old = field.valueIn((Record) before);
        Object wished = field.valueIn((Record) after);
        if (Objects.equals(old, wished)) {
            return true;
        }
        String refersTo = field.field().refersTo();
        if (refersTo.isEmpty() || old == null || wished == null) {
            return false;
        }
        Kind kind = Kind.named(refersTo).orElseThrow();
        var from = catalog.resolve(kind, before.account(), old.toString()).map(Stored::id);
        return from.isPresent()
                && from.equals(
                        catalog.resolve(kind, after.account(), wished.toString()).map(Stored::id));
    }

    private static Class<? extends Record> recordOf(Resource resource) {
        return resource.getClass().asSubclass(Record.class);
    }
}
