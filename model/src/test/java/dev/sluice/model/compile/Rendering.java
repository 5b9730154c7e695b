package dev.sluice.model.compile;

import dev.sluice.model.node.NodeConfig;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A compiled configuration as text, one component a line, in the order of keys. */
final class Rendering {
    private final StringBuilder out = new StringBuilder();

    private Rendering() {}

    static String of(NodeConfig config) {
        var rendering = new Rendering();
        rendering.out.append("revision: ").append(config.revision()).append('\n');
        new TreeMap<>(config.resources())
                .forEach((key, resource) -> {
                    rendering.out.append('\n').append(key).append('\n');
                    rendering.components((Record) resource, 1);
                });
        return rendering.out.toString();
    }

    private void components(Record record, int depth) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                value(component.getName(), component.getAccessor().invoke(record), depth);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a record's accessor failed", e);
            }
        }
    }

    private void value(String name, @Nullable Object value, int depth) {
        if (value instanceof List<?> items && items.stream().anyMatch(Record.class::isInstance)) {
            items.forEach(item -> value("- " + name, item, depth));
            return;
        }
        out.append("  ".repeat(depth)).append(name);
        if (value instanceof Record record) {
            out.append('\n');
            components(record, depth + 1);
        } else {
            out.append(": ").append(value).append('\n');
        }
    }
}
