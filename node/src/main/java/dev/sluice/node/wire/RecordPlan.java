package dev.sluice.node.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** How one record type is written and read; worked out once a type. */
final class RecordPlan {
    private static final ClassValue<RecordPlan> PLANS =
            new ClassValue<>() {
                @Override
                protected RecordPlan computeValue(Class<?> type) {
                    return new RecordPlan(type.asSubclass(Record.class));
                }
            };

    private final Class<? extends Record> type;
    private final ComponentPlan[] components;
    private final Map<String, Integer> places = new HashMap<>();
    private final Constructor<? extends Record> constructor;

    private RecordPlan(Class<? extends Record> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        this.components = Stream.of(declared).map(ComponentPlan::of).toArray(ComponentPlan[]::new);
        for (int i = 0; i < components.length; i++) {
            places.put(components[i].name(), i);
        }
        try {
            this.constructor =
                    type.getDeclaredConstructor(
                            Stream.of(declared)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("every record has its canonical constructor: " + type, e);
        }
    }

    static RecordPlan of(Class<? extends Record> type) {
        return PLANS.get(type);
    }

    void writeFields(Record record, JsonGenerator out) {
        for (ComponentPlan component : components) {
            Object value = component.valueIn(record);
            if (value != null) {
                out.writeName(component.name());
                component.write(value, out);
            }
        }
    }

    /** Reads an object whose brace was just read, to its end. */
    Record read(JsonParser in) throws Unreadable {
        @Nullable Object[] values = new @Nullable Object[components.length];
        while (in.nextToken() != JsonToken.END_OBJECT) {
            Integer place = places.get(in.currentName());
            JsonToken token = in.nextToken();
            if (place == null) {
                in.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                values[place] = components[place].read(in, token);
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = components[i].absent(type);
            }
        }
        return make(values);
    }

    private Record make(@Nullable Object[] values) throws Unreadable {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Unreadable("no " + type.getSimpleName() + " has such values", e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's constructor cannot be called: " + type, e);
        }
    }
}
