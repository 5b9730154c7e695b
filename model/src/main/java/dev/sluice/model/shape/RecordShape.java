package dev.sluice.model.shape;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a record is written: its fields, in order. What the reader, the writer, the configuration
 * reference and the API's schema have in common. One for each record class, made once.
 */
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected RecordShape computeValue(Class<?> type) {
                    return new RecordShape(type.asSubclass(Record.class));
                }
            };

    private final Class<? extends Record> type;
    private final Constructor<? extends Record> constructor;
    private final Map<String, FieldShape> byName = new LinkedHashMap<>();
    private final List<FieldShape> fields;

    private RecordShape(Class<? extends Record> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            FieldShape field = FieldShape.of(component);
            byName.put(field.name(), field);
        }
        this.fields = List.copyOf(byName.values());
        try {
            this.constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new LinkageError("a record has a canonical constructor", e);
        }
        constructor.setAccessible(true);
    }

    public static RecordShape of(Class<? extends Record> type) {
        return SHAPES.get(type);
    }

    public Class<? extends Record> type() {
        return type;
    }

    /** What users call it: {@code health check}. */
    public String words() {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** In the order declared. */
    public List<FieldShape> fields() {
        return fields;
    }

    public Optional<FieldShape> field(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The field that a plain scalar in place of the whole record sets. */
    public Optional<FieldShape> shorthand() {
        return fields.stream().filter(field -> field.field().shorthand()).findFirst();
    }

    /** Makes a record of checked values, in the order of {@link #fields}. */
    Record create(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a " + words() + " refused checked values", e);
        }
    }
}
