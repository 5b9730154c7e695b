package dev.sluice.node.wire;

import dev.sluice.model.shape.Words;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** How one kind of value is written and read. */
sealed interface ValuePlan {
    void write(Object value, JsonGenerator out);

    /** Reads the value that begins with the token just read. */
    Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable;

    /** What stands for an absent primitive. */
    default Object zero() {
        throw new AssertionError("only primitives have a zero");
    }

    static ValuePlan of(Class<?> type) {
        if (type == String.class) {
            return new Text();
        } else if (type == boolean.class) {
            return new Truth();
        } else if (type == int.class || type == Integer.class) {
            return new Whole(true);
        } else if (type == long.class || type == Long.class) {
            return new Whole(false);
        } else if (type == double.class) {
            return new Fraction();
        } else if (type == Duration.class) {
            return new Time();
        } else if (type.isEnum()) {
            return Choice.of(type);
        } else if (type.isRecord()) {
            return new Nested(type.asSubclass(Record.class));
        }
        throw new AssertionError("the node stream has no way to write a " + type.getName());
    }

    private static Unreadable wrong(String wanted, @Nullable JsonToken token) {
        return new Unreadable(wanted + " should stand where " + token + " stands");
    }

    /** A text. */
    record Text() implements ValuePlan {
        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeString((String) value);
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            if (token != JsonToken.VALUE_STRING) {
                throw wrong("a text", token);
            }
            return in.getString();
        }
    }

    /** True or false. */
    record Truth() implements ValuePlan {
        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeBoolean((Boolean) value);
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
                throw wrong("true or false", token);
            }
            return token == JsonToken.VALUE_TRUE;
        }

        @Override
        public Object zero() {
            return false;
        }
    }

    /** A whole number. */
    record Whole(boolean small) implements ValuePlan {
        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeNumber(((Number) value).longValue());
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            if (token != JsonToken.VALUE_NUMBER_INT) {
                throw wrong("a whole number", token);
            }
            return small ? (Object) in.getIntValue() : (Object) in.getLongValue();
        }

        @Override
        public Object zero() {
            return small ? (Object) 0 : (Object) 0L;
        }
    }

    /** A number. */
    record Fraction() implements ValuePlan {
        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeNumber((Double) value);
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
                throw wrong("a number", token);
            }
            return in.getDoubleValue();
        }

        @Override
        public Object zero() {
            return 0.0;
        }
    }

    /** A duration, as ISO 8601 writes it. */
    record Time() implements ValuePlan {
        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeString(value.toString());
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            if (token != JsonToken.VALUE_STRING) {
                throw wrong("a duration", token);
            }
            try {
                return Duration.parse(in.getString());
            } catch (DateTimeException e) {
                throw new Unreadable("'" + in.getString() + "' is no duration", e);
            }
        }
    }

    /** A constant, by the word that users write for it. */
    record Choice(Class<?> type, Map<String, Enum<?>> words) implements ValuePlan {
        static Choice of(Class<?> type) {
            var words = new LinkedHashMap<String, Enum<?>>();
            for (Object constant : type.getEnumConstants()) {
                words.put(Words.of((Enum<?>) constant), (Enum<?>) constant);
            }
            return new Choice(type, words);
        }

        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeString(Words.of((Enum<?>) value));
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            Enum<?> constant = token == JsonToken.VALUE_STRING ? words.get(in.getString()) : null;
            if (constant == null) {
                throw wrong("one of " + words.keySet(), token);
            }
            return constant;
        }
    }

    /** A record within a record. */
    record Nested(Class<? extends Record> type) implements ValuePlan {
        @Override
        public void write(Object value, JsonGenerator out) {
            out.writeStartObject();
            RecordPlan.of(type).writeFields((Record) value, out);
            out.writeEndObject();
        }

        @Override
        public Object read(JsonParser in, @Nullable JsonToken token) throws Unreadable {
            if (token != JsonToken.START_OBJECT) {
                throw wrong("an object", token);
            }
            return RecordPlan.of(type).read(in);
        }
    }
}
