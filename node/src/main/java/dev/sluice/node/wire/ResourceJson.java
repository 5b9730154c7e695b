package dev.sluice.node.wire;

import dev.sluice.model.node.NodeResource;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/** Compiled resources as JSON objects, whose first field, {@code kind}, says what they are. */
final class ResourceJson {
    private static final String KIND = "kind";
    private static final String ENDING = "Config";
    private static final Map<String, Class<? extends Record>> TYPES = types();

    private ResourceJson() {}

    static String write(NodeResource resource) {
        var text = new StringWriter();
        try (JsonGenerator out =
                RecordJson.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeName(KIND);
            out.writeString(kind(resource.getClass()));
            RecordJson.fields((Record) resource, out);
            out.writeEndObject();
        }
        return text.toString();
    }

    /** Reads a resource; empty if it is of a kind that this version does not know. */
    static Optional<NodeResource> read(String text) throws Unreadable {
        Class<? extends Record> type = TYPES.get(kind(text));
        return type == null
                ? Optional.empty()
                : Optional.of((NodeResource) RecordJson.read(text, type));
    }

    private static String kind(String text) throws Unreadable {
        try (JsonParser in = RecordJson.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (in.nextToken() == JsonToken.START_OBJECT
                    && KIND.equals(in.nextName())
                    && in.nextToken() == JsonToken.VALUE_STRING) {
                return in.getString();
            }
        } catch (JacksonException e) {
            throw new Unreadable("this is not JSON: " + RecordJson.beginning(text), e);
        }
        throw new Unreadable("a resource begins with its kind: " + RecordJson.beginning(text));
    }

    /** {@code ListenerConfig} is a {@code listener}. */
    private static String kind(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0))
                + name.substring(1, name.length() - ENDING.length());
    }

    private static Map<String, Class<? extends Record>> types() {
        var types = new LinkedHashMap<String, Class<? extends Record>>();
        for (Class<?> type : NodeResource.class.getPermittedSubclasses()) {
            types.put(kind(type), type.asSubclass(Record.class));
        }
        return types;
    }
}
