package dev.sluice.model.shape;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record: its name, the kind of value it takes and what {@link Field} says of it.
 *
 * @param name as users write it
 * @param type of the value, or of each item of a list
 * @param list whether it is a list
 * @param valueClass the Java class of the value, or of each item
 * @param field everything declared on the component
 * @param accessor the component's
 */
public record FieldShape(
        String name,
        ValueType type,
        boolean list,
        Class<?> valueClass,
        Field field,
        Method accessor) {

    static FieldShape of(RecordComponent component) {
        Field field = component.getAnnotation(Field.class);
        if (field == null) {
            throw new AssertionError("a component without @Field: " + component);
        }
        boolean list = component.getType() == List.class;
        Class<?> valueClass = list ? itemClass(component) : component.getType();
        String name = field.name().isEmpty() ? component.getName() : field.name();
        component.getAccessor().setAccessible(true);
        return new FieldShape(
                name, ValueType.of(valueClass), list, valueClass, field, component.getAccessor());
    }

    private static Class<?> itemClass(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[0] instanceof Class<?> item) {
            return item;
        }
        throw new AssertionError("a list of unknown items: " + component);
    }

    /** Whether it always has a value, be it by default. */
    public boolean hasInitial() {
        return !field.initial().isEmpty();
    }

    /** The words that a {@link ValueType#CHOICE} allows; empty for other types. */
    public List<String> choices() {
        return type == ValueType.CHOICE
                ? Stream.of(valueClass.getEnumConstants())
                        .map(constant -> Words.of((Enum<?>) constant))
                        .toList()
                : List.of();
    }

    /** The shape of the records it holds; only for {@link ValueType#RECORD}. */
    public RecordShape nested() {
        return RecordShape.of(valueClass.asSubclass(Record.class));
    }

    /** What one value must be, in words: {@code a whole number from 1 to 65535}. */
    public String wants() {
        String what =
                switch (type) {
                    case CHOICE -> "one of " + String.join(", ", choices());
                    case TEXT -> field.expected().isEmpty() ? type.words() : field.expected();
                    default -> type.words();
                };
        return what + range() + (field.off() ? ", or off" : "");
    }

    private String range() {
        if (field.min().isEmpty() && field.max().isEmpty()) {
            return "";
        }
        if (field.max().isEmpty()) {
            return " of at least " + field.min();
        }
        return field.min().isEmpty()
                ? " of at most " + field.max()
                : " from " + field.min() + " to " + field.max();
    }

    /** The default as it is read, null where there is none. */
    public @Nullable Object initialValue() {
        return hasInitial() ? Values.initial(this) : null;
    }

    /** The value in a record; null where the field is absent. */
    public @Nullable Object valueIn(Record record) {
        try {
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's accessor failed: " + accessor, e);
        }
    }
}
