package dev.sluice.node.wire;

import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.node.wire.Frame.Change;
import dev.sluice.node.wire.Frame.End;
import dev.sluice.node.wire.Frame.Heartbeat;
import dev.sluice.node.wire.Frame.Question;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * Frames as lines of JSON.
 *
 * <pre>
 * {"revision":12,"base":9,"set":{KEY:{"kind":KIND,…},…},"remove":[KEY,…],"digest":HEX}
 * {"heartbeat":12,"digest":HEX}
 * {"question":3,"request":{…}}
 * {"question":4,"packet":{…}}
 * {"end":SENTENCE}
 * </pre>
 *
 * <p>A resource's text is kept as it was written, because the digest is one of texts: a node that
 * does not know every field still agrees on it.
 */
final class FrameText {
    private FrameText() {}

    static String write(Frame frame) {
        var text = new StringWriter();
        try (JsonGenerator out =
                RecordJson.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            switch (frame) {
                case Change change -> change(change, out);
                case Heartbeat heartbeat -> {
                    out.writeNumberProperty("heartbeat", heartbeat.revision());
                    out.writeStringProperty("digest", heartbeat.digest());
                }
                case Question question -> {
                    out.writeNumberProperty("question", question.number());
                    asked(question.asked(), out);
                }
                case End end -> out.writeStringProperty("end", end.message());
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void asked(dev.sluice.model.node.Question asked, JsonGenerator out) {
        switch (asked) {
            case RequestQuestion request -> {
                out.writeName("request");
                out.writeRawValue(RecordJson.write(request));
            }
            case PacketQuestion packet -> {
                out.writeName("packet");
                out.writeRawValue(RecordJson.write(packet));
            }
        }
    }

    private static void change(Change change, JsonGenerator out) {
        out.writeNumberProperty("revision", change.revision());
        out.writeNumberProperty("base", change.base());
        out.writeName("set");
        out.writeStartObject();
        new TreeMap<>(change.set())
                .forEach((key, text) -> {
                    out.writeName(key);
                    out.writeRawValue(text);
                });
        out.writeEndObject();
        out.writeName("remove");
        out.writeStartArray();
        change.remove().forEach(out::writeString);
        out.writeEndArray();
        out.writeStringProperty("digest", change.digest());
    }

    static Frame read(String line) throws Unreadable {
        var fields = new Fields();
        try (JsonParser in = RecordJson.FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw unknown(line);
            }
            while (in.nextToken() != JsonToken.END_OBJECT) {
                fields.take(in, line);
            }
        } catch (JacksonException e) {
            throw new Unreadable("a line is cut or damaged: " + RecordJson.beginning(line), e);
        }
        return fields.frame(line);
    }

    private static Unreadable unknown(String line) {
        return new Unreadable("this version knows no such line: " + RecordJson.beginning(line));
    }

    /** What a line has said so far. */
    private static final class Fields {
        private final Map<String, Long> numbers = new LinkedHashMap<>();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private @Nullable Map<String, String> set;
        private List<String> remove = List.of();
        private dev.sluice.model.node.@Nullable Question asked;

        void take(JsonParser in, String line) throws Unreadable {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(name, in.getLongValue());
            } else if (token == JsonToken.VALUE_STRING) {
                texts.put(name, in.getString());
            } else if (token == JsonToken.START_OBJECT && name.equals("set")) {
                set = members(in, line);
            } else if (token == JsonToken.START_OBJECT && name.equals("request")) {
                asked = RecordJson.read(slice(in, line), RequestQuestion.class);
            } else if (token == JsonToken.START_OBJECT && name.equals("packet")) {
                asked = RecordJson.read(slice(in, line), PacketQuestion.class);
            } else if (token == JsonToken.START_ARRAY && name.equals("remove")) {
                remove = items(in);
            } else {
                in.skipChildren();
            }
        }

        Frame frame(String line) throws Unreadable {
            String digest = texts.getOrDefault("digest", "");
            if (set != null && numbers.containsKey("revision") && numbers.containsKey("base")) {
                return new Change(
                        numbers.get("revision"), numbers.get("base"), set, remove, digest);
            }
            if (numbers.containsKey("heartbeat")) {
                return new Heartbeat(numbers.get("heartbeat"), digest);
            }
            if (asked != null && numbers.containsKey("question")) {
                return new Question(numbers.get("question"), asked);
            }
            if (texts.containsKey("end")) {
                return new End(texts.get("end"));
            }
            throw unknown(line);
        }

        private static Map<String, String> members(JsonParser in, String line) throws Unreadable {
            var members = new LinkedHashMap<String, String>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String key = in.currentName();
                if (in.nextToken() != JsonToken.START_OBJECT) {
                    throw new Unreadable("the resource " + key + " should be an object");
                }
                members.put(key, slice(in, line));
            }
            return members;
        }

        private static List<String> items(JsonParser in) throws Unreadable {
            var items = new ArrayList<String>();
            for (JsonToken t = in.nextToken(); t != JsonToken.END_ARRAY; t = in.nextToken()) {
                if (t != JsonToken.VALUE_STRING) {
                    throw new Unreadable("what is removed should be a list of keys");
                }
                items.add(in.getString());
            }
            return items;
        }

        /** The text of the object whose brace was just read. */
        private static String slice(JsonParser in, String line) {
            int start = (int) in.currentTokenLocation().getCharOffset();
            in.skipChildren();
            return line.substring(start, (int) in.currentLocation().getCharOffset());
        }
    }
}
