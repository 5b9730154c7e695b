package dev.sluice.node.wire;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * How one component of a record is written and read.
 *
 * @param list whether it is a list
 * @param value its value, or each item of the list
 * @param nullable whether it may be absent
 */
record ComponentPlan(
        String name,
        Class<?> declared,
        boolean list,
        ValuePlan value,
        boolean nullable,
        Method accessor) {
    static ComponentPlan of(RecordComponent component) {
        boolean list = component.getType() == List.class;
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new ComponentPlan(
                component.getName(),
                component.getType(),
                list,
                ValuePlan.of(list ? itemClass(component) : component.getType()),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                accessor);
    }

    private static Class<?> itemClass(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[0] instanceof Class<?> item) {
            return item;
        }
        throw new AssertionError("a list of unknown items: " + component);
    }

    @Nullable Object valueIn(Record record) {
        try {
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's accessor failed: " + accessor, e);
        }
    }

    void write(Object content, JsonGenerator out) {
        if (!list) {
            value.write(content, out);
            return;
        }
        out.writeStartArray();
        for (Object item : (List<?>) content) {
            value.write(item, out);
        }
        out.writeEndArray();
    }

    Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
        if (!list) {
            return value.read(in, token);
        }
        if (token != JsonToken.START_ARRAY) {
            throw new Unreadable("'" + name + "' should be a list");
        }
        var items = new ArrayList<Object>();
        for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
            items.add(value.read(in, next));
        }
        return items;
    }

    /** What stands for a field that is not there. */
    @Nullable Object absent(Class<? extends Record> of) throws Unreadable {
        if (nullable) {
            return null;
        }
        if (list) {
            return List.of();
        }
        if (!declared.isPrimitive()) {
            throw new Unreadable("a " + of.getSimpleName() + " lacks '" + name + "'");
        }
        return value.zero();
    }
}
