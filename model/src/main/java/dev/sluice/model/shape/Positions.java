package dev.sluice.model.shape;

import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where each part of a tree was written. */
public final class Positions {
    private Positions() {}

    /**
     * The position of everything in a tree, by its {@linkplain Paths path} from the tree's root;
     * the root itself has the empty path.
     */
    public static Map<String, Position> of(Tree tree) {
        var positions = new LinkedHashMap<String, Position>();
        collect(tree, "", positions);
        return positions;
    }

    private static void collect(Tree tree, String path, Map<String, Position> into) {
        into.put(path, tree.at());
        switch (tree) {
            case Tree.Mapping mapping ->
                    mapping.fields()
                            .forEach(
                                    (name, value) -> collect(value, Paths.child(path, name), into));
            case Tree.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    collect(sequence.items().get(i), Paths.item(path, i), into);
                }
            }
            case Tree.Scalar _ -> {}
        }
    }
}
