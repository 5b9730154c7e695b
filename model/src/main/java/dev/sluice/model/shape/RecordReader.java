package dev.sluice.model.shape;

import dev.sluice.model.check.Problem;
import dev.sluice.model.check.ProblemCodes;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from trees. Every mistake becomes one {@link Problem}; a field that is wrong counts
 * as absent afterwards, so that one reading finds all mistakes. Nothing a user writes makes it
 * throw. Stateless, any thread.
 */
public final class RecordReader {
    private final List<Problem> problems;

    private RecordReader(List<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Reads a record.
     *
     * @param path where the tree stands in its document, for messages; empty for the document
     *     itself
     * @param problems receives what is wrong
     * @return null if a required part is missing or wrong, which then is among the problems
     */
    public static <T extends Record> @Nullable T read(
            Tree tree, Class<T> type, String path, List<Problem> problems) {
        return read(tree, type, path, Set.of(), problems);
    }

    /**
     * Reads a record out of a mapping that also holds fields which the caller reads.
     *
     * @param elsewhere the names of those fields
     */
    public static <T extends Record> @Nullable T read(
            Tree tree, Class<T> type, String path, Set<String> elsewhere, List<Problem> problems) {
        Record record =
                new RecordReader(problems).record(tree, RecordShape.of(type), path, elsewhere);
        return record == null ? null : type.cast(record);
    }

    private @Nullable Record record(
            Tree tree, RecordShape shape, String path, Set<String> elsewhere) {
        return switch (tree) {
            case Tree.Mapping mapping -> mapping(mapping, shape, path, elsewhere);
            case Tree.Scalar scalar -> shorthand(scalar, shape, path);
            case Tree.Sequence _ -> wrongType(tree, path, "a mapping");
        };
    }

    private @Nullable Record shorthand(Tree.Scalar scalar, RecordShape shape, String path) {
        FieldShape field = shape.shorthand().orElse(null);
        if (field == null || scalar.text() == null) {
            return wrongType(scalar, path, "a mapping");
        }
        var fields = new LinkedHashMap<String, Tree>();
        fields.put(field.name(), scalar);
        int before = problems.size();
        Record record = mapping(new Tree.Mapping(fields, scalar.at()), shape, path, Set.of());
        return problems.size() == before ? record : null;
    }

    private @Nullable Record mapping(
            Tree.Mapping mapping, RecordShape shape, String path, Set<String> elsewhere) {
        refuseUnknown(mapping, shape, path, elsewhere);
        List<FieldShape> fields = shape.fields();
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            FieldShape field = fields.get(i);
            values[i] = value(mapping, field, path);
            complete &= values[i] != null || !field.field().required();
        }
        return complete ? shape.create(values) : null;
    }

    private void refuseUnknown(
            Tree.Mapping mapping, RecordShape shape, String path, Set<String> elsewhere) {
        mapping.fields()
                .forEach((name, value) -> {
                    if (shape.field(name).isEmpty() && !elsewhere.contains(name)) {
                        unknown(name, value.at(), shape, path, elsewhere);
                    }
                });
    }

    private void unknown(
            String name, Position at, RecordShape shape, String path, Set<String> elsewhere) {
        List<String> known =
                Stream.concat(shape.fields().stream().map(FieldShape::name), elsewhere.stream())
                        .toList();
        String suggestion = Spelling.suggestion(name, known);
        report(
                ProblemCodes.UNKNOWN_FIELD,
                at,
                Paths.child(path, Shown.name(name)),
                "is not a field of a "
                        + shape.words()
                        + (suggestion.isEmpty()
                                ? "; it has " + String.join(", ", known)
                                : suggestion));
    }

    private @Nullable Object value(Tree.Mapping mapping, FieldShape field, String path) {
        Tree tree = mapping.fields().get(field.name());
        String here = Paths.child(path, field.name());
        if (tree == null || isNothing(tree)) {
            if (field.field().required()) {
                Position at = tree == null ? mapping.at() : tree.at();
                report(
                        ProblemCodes.MISSING_FIELD,
                        at,
                        here,
                        "is missing; it must be " + field.wants());
            }
            return field.initialValue();
        }
        Object value = field.list() ? list(tree, field, here) : single(tree, field, here);
        return value == null ? field.initialValue() : value;
    }

    private static boolean isNothing(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.text() == null;
    }

    private @Nullable Object list(Tree tree, FieldShape field, String path) {
        if (!(tree instanceof Tree.Sequence sequence)) {
            return wrongType(tree, path, "a list");
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Object item = single(sequence.items().get(i), field, Paths.item(path, i));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Object single(Tree tree, FieldShape field, String path) {
        if (field.type() == ValueType.RECORD) {
            return record(tree, field.nested(), path, Set.of());
        }
        if (!(tree instanceof Tree.Scalar scalar) || scalar.text() == null) {
            return wrongType(tree, path, field.wants());
        }
        return switch (Values.read(field, scalar)) {
            case Values.Outcome.Read read -> read.value();
            case Values.Outcome.Refused refused -> {
                report(refused.code(), scalar.at(), path, refused.message());
                yield null;
            }
        };
    }

    private @Nullable Record wrongType(Tree tree, String path, String wanted) {
        String message = "must be " + wanted + ", not " + Shown.tree(tree);
        report(ProblemCodes.WRONG_TYPE, tree.at(), path, message);
        return null;
    }

    private void report(String code, Position at, String path, String message) {
        problems.add(new Problem(Problem.Severity.ERROR, code, at, path, message));
    }
}
