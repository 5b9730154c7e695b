package dev.sluice.model.check;

import dev.sluice.model.Resource;
import dev.sluice.model.shape.Paths;
import dev.sluice.model.shape.Positions;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.Map;

/**
 * A resource as just read, and where each of its fields was written.
 *
 * @param path where it stands in its document; empty for the document itself
 * @param positions by path from the resource, which itself has the empty path
 */
public record Draft(Resource resource, String path, Map<String, Position> positions) {
    public Draft {
        positions = Map.copyOf(positions);
    }

    public static Draft of(Resource resource, String path, Tree tree) {
        return new Draft(resource, path, Positions.of(tree));
    }

    /** Whether the user wrote the field, rather than left it to its default. */
    public boolean wrote(String field) {
        return positions.containsKey(field);
    }

    /** Where a field was written, or else the nearest thing around it. */
    public Position at(String field) {
        String path = field;
        while (!path.isEmpty() && !positions.containsKey(path)) {
            path = Paths.parent(path);
        }
        return positions.getOrDefault(path, new Position("request", 0));
    }

    /** A field's path in the whole document. */
    public String pathOf(String field) {
        return field.isEmpty() ? path : Paths.child(path, field);
    }
}
