package dev.sluice.control.rest;

import dev.sluice.control.document.TreeBuilder;
import dev.sluice.control.status.Condition;
import dev.sluice.model.Stored;
import dev.sluice.model.shape.RecordWriter;
import dev.sluice.model.tree.Tree;
import java.util.List;
import java.util.Set;

/** Resources as the API shows them: what the user wants, then what Sluice adds. */
final class ResourceDocument {
    /** What Sluice adds; a client may send it back, and it is not looked at. */
    static final Set<String> ADDED = Set.of("id", "revision", "owner", "status", "warnings");

    private ResourceDocument() {}

    static Tree.Mapping of(Stored stored, List<Condition> conditions) {
        return fields(stored)
                .put(
                        "status",
                        new TreeBuilder()
                                .list("conditions", conditions, ResourceDocument::condition)
                                .build())
                .build();
    }

    /** Without a status, for what is past or only planned. */
    static Tree.Mapping of(Stored stored) {
        return fields(stored).build();
    }

    private static TreeBuilder fields(Stored stored) {
        return new TreeBuilder()
                .putAll(RecordWriter.write((Record) stored.resource()))
                .text("id", stored.id())
                .number("revision", stored.revision())
                .text("owner", stored.owner());
    }

    private static Tree condition(Condition condition) {
        return new TreeBuilder()
                .text("type", condition.type())
                .text("status", condition.status().word())
                .text("reason", condition.reason())
                .text("message", condition.message())
                .number("observedRevision", condition.observedRevision())
                .text("lastTransitionTime", condition.since().toString())
                .build();
    }
}
