package dev.sluice.control.store;

import dev.sluice.control.document.TreeParser;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.check.Problem;
import dev.sluice.model.shape.RecordReader;
import dev.sluice.model.shape.RecordWriter;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** A resource as the JSON text that stores keep. Private keys are not part of it. */
final class ResourceText {
    private ResourceText() {}

    static String of(Resource resource) {
        return TreeWriter.json(RecordWriter.write((Record) resource));
    }

    /** Reads what {@link #of} wrote. */
    static Resource read(Kind kind, String id, String text) {
        List<Problem> problems = new ArrayList<>();
        Tree tree = TreeParser.json(id, text, problems).orElse(null);
        Record record = tree == null ? null : RecordReader.read(tree, recordOf(kind), "", problems);
        if (record instanceof Resource resource && problems.isEmpty()) {
            return resource;
        }
        throw new StoreException(
                "the stored "
                        + kind.singular()
                        + " "
                        + id
                        + " cannot be read ("
                        + problems
                        + "); restore sluice.db from a copy",
                null);
    }

    private static Class<? extends Record> recordOf(Kind kind) {
        return kind.type().asSubclass(Record.class);
    }
}
