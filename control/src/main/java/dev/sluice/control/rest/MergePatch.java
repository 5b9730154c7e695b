package dev.sluice.control.rest;

import dev.sluice.model.tree.Tree;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** JSON merge patch (RFC 7396). */
final class MergePatch {
    private MergePatch() {}

    /** RFC 7396 §2: null removes, a mapping is merged, everything else replaces. */
    static Tree.Mapping apply(Tree.Mapping target, Tree.Mapping patch) {
        var fields = new LinkedHashMap<>(target.fields());
        patch.fields()
                .forEach((name, value) -> {
                    if (isNull(value)) {
                        fields.remove(name);
                    } else if (value instanceof Tree.Mapping inner) {
                        fields.put(name, apply(mappingOrEmpty(fields.get(name), inner), inner));
                    } else {
                        fields.put(name, value);
                    }
                });
        return new Tree.Mapping(fields, patch.at());
    }

    private static Tree.Mapping mappingOrEmpty(@Nullable Tree there, Tree.Mapping patch) {
        return there instanceof Tree.Mapping mapping
                ? mapping
                : new Tree.Mapping(new LinkedHashMap<>(), patch.at());
    }

    private static boolean isNull(Tree value) {
        return value instanceof Tree.Scalar scalar && scalar.text() == null;
    }
}
