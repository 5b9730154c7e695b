package dev.sluice.model.shape;

import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import dev.sluice.model.unit.BitRate;
import dev.sluice.model.unit.ByteSize;
import dev.sluice.model.unit.Quantity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Writes records as trees: every effective value, defaults included, in the order declared. Absent
 * fields are left out; so are write-only fields and fields that only files have. Scalars that are
 * text are marked quoted, numbers and truth values are not. Stateless, any thread.
 */
public final class RecordWriter {
    private static final Position NOWHERE = new Position("written", 0);

    private RecordWriter() {}

    public static Tree.Mapping write(Record record) {
        var fields = new LinkedHashMap<String, Tree>();
        for (FieldShape field : RecordShape.of(record.getClass()).fields()) {
            Object value = field.valueIn(record);
            if (value != null && !field.field().writeOnly() && !field.field().fileOnly()) {
                fields.put(field.name(), tree(field, value));
            }
        }
        return new Tree.Mapping(fields, NOWHERE);
    }

    private static Tree tree(FieldShape field, Object value) {
        return value instanceof List<?> items
                ? new Tree.Sequence(
                        items.stream().map(item -> single(field, item)).toList(), NOWHERE)
                : single(field, value);
    }

    private static Tree single(FieldShape field, Object value) {
        return switch (field.type()) {
            case RECORD -> write((Record) value);
            case INTEGER, NUMBER, BOOLEAN -> new Tree.Scalar(value.toString(), false, NOWHERE);
            case TEXT -> text(value.toString());
            case CHOICE -> text(Words.of((Enum<?>) value));
            case DURATION -> text(duration(field, (Duration) value));
            case SIZE -> text(Quantity.SIZE_BYTES.write(((ByteSize) value).bytes()));
            case RATE -> text(Quantity.RATE_BITS.write(((BitRate) value).bitsPerSecond()));
            case SECRET -> throw new AssertionError("secrets are write-only: " + field.name());
        };
    }

    private static String duration(FieldShape field, Duration value) {
        return value.isZero() && field.field().off()
                ? "off"
                : Quantity.DURATION_MS.write(value.toMillis());
    }

    private static Tree text(String text) {
        return new Tree.Scalar(text, true, NOWHERE);
    }
}
