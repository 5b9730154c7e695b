package dev.sluice.model.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Kind;
import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sets every field of every kind to something else than its default and reads it back. */
class EveryFieldTest {
    private static final Position HERE = new Position("generated", 1);
    private static final List<String> TEXTS =
            List.of("other", "10.9.8.7", "10.0.0.0/8", "/other", "404");

    @ParameterizedTest
    @EnumSource
    void every_field_is_read_and_written_back(Kind kind) {
        Class<? extends Record> type = kind.type().asSubclass(Record.class);
        Tree.Mapping written = mapping(RecordShape.of(type));

        Record record = read(written, type);

        assertAllSet(record);
        Record again = read(RecordWriter.write(record), type);
        assertSameWhereWritten(record, again);
    }

    private static Record read(Tree tree, Class<? extends Record> type) {
        List<Problem> problems = new ArrayList<>();
        Record record = RecordReader.read(tree, type, "", problems);
        assertThat(problems).isEmpty();
        return Objects.requireNonNull(record);
    }

    private static void assertAllSet(Record record) {
        for (FieldShape field : RecordShape.of(record.getClass()).fields()) {
            Object value = field.valueIn(record);
            assertThat(value).as(field.name()).isNotNull().isNotEqualTo(field.initialValue());
            if (value instanceof List<?> items) {
                assertThat(items).as(field.name()).isNotEmpty();
            }
            Stream<?> values = value instanceof List<?> items ? items.stream() : Stream.of(value);
            values.filter(Record.class::isInstance)
                    .filter(_ -> field.type() == ValueType.RECORD)
                    .forEach(nested -> assertAllSet((Record) nested));
        }
    }

    private static void assertSameWhereWritten(Record record, Record again) {
        for (FieldShape field : RecordShape.of(record.getClass()).fields()) {
            if (field.field().writeOnly() || field.field().fileOnly()) {
                assertThat(field.valueIn(again)).as(field.name()).isNull();
            } else {
                assertThat(field.valueIn(again)).as(field.name()).isEqualTo(field.valueIn(record));
            }
        }
    }

    private static Tree.Mapping mapping(RecordShape shape) {
        var fields = new LinkedHashMap<String, Tree>();
        for (FieldShape field : shape.fields()) {
            Tree value = single(field);
            fields.put(
                    field.name(), field.list() ? new Tree.Sequence(List.of(value), HERE) : value);
        }
        return new Tree.Mapping(fields, HERE);
    }

    private static Tree single(FieldShape field) {
        return switch (field.type()) {
            case RECORD -> mapping(field.nested());
            case BOOLEAN -> scalar(field.field().initial().equals("true") ? "false" : "true");
            case CHOICE -> scalar(other(field, field.choices()));
            case TEXT, SECRET -> scalar(other(field, TEXTS));
            case INTEGER, NUMBER, DURATION, RATE, SIZE ->
                    scalar(other(field, List.of(field.field().max(), field.field().min())));
        };
    }

    private static String other(FieldShape field, List<String> candidates) {
        return candidates.stream()
                .filter(text -> !text.equals(field.field().initial()))
                .filter(text -> Values.read(field, scalar(text)) instanceof Values.Outcome.Read)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no other value for " + field));
    }

    private static Tree.Scalar scalar(String text) {
        return new Tree.Scalar(text, false, HERE);
    }
}
