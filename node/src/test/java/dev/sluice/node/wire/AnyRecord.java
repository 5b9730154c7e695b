package dev.sluice.node.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records of any type with any values, null where that is allowed. */
public final class AnyRecord {
    private static final String ALPHABET = "ab/\"\\\n\t{}[],:é€\ud83d\ude00 *.-_0";

    private final RandomGenerator random;

    public AnyRecord(RandomGenerator random) {
        this.random = random;
    }

    public <T extends Record> T of(Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Stream.of(components).map(this::value).toArray();
        try {
            Constructor<T> constructor =
                    type.getDeclaredConstructor(
                            Stream.of(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a " + type.getSimpleName() + " takes any values", e);
        }
    }

    private @Nullable Object value(RecordComponent component) {
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && random.nextInt(3) == 0) {
            return null;
        }
        if (component.getGenericType() instanceof ParameterizedType list) {
            var items = new ArrayList<Object>();
            for (int i = random.nextInt(4); i > 0; i--) {
                items.add(value((Class<?>) list.getActualTypeArguments()[0]));
            }
            return items;
        }
        return value(component.getType());
    }

    private Object value(Class<?> type) {
        if (type == String.class) {
            return text();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt();
        } else if (type == long.class) {
            return random.nextLong();
        } else if (type == double.class) {
            return random.nextDouble();
        } else if (type == Duration.class) {
            return Duration.ofNanos(random.nextLong(1L << 50));
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        return of(type.asSubclass(Record.class));
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = ALPHABET.offsetByCodePoints(0, random.nextInt(22));
            text.appendCodePoint(ALPHABET.codePointAt(at));
        }
        return text.toString();
    }
}
