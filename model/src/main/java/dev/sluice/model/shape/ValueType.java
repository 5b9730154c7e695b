package dev.sluice.model.shape;

import dev.sluice.model.unit.BitRate;
import dev.sluice.model.unit.ByteSize;
import dev.sluice.model.unit.Secret;
import java.time.Duration;

/** What kind of value a field, or each item of a list field, holds. */
public enum ValueType {
    TEXT("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    /** One of the words of an enum. */
    CHOICE("a word"),
    DURATION("a duration such as 15s (units: ms, s, m, h)"),
    SIZE("a size such as 64KiB (units: B, KiB, MiB, GiB)"),
    RATE("a rate such as 100Mbps (units: bps, kbps, Mbps, Gbps)"),
    SECRET("text"),
    RECORD("a mapping");

    private final String words;

    ValueType(String words) {
        this.words = words;
    }

    /** What it is, for documentation and error messages. */
    public String words() {
        return words;
    }

    static ValueType of(Class<?> type) {
        if (type.isEnum()) {
            return CHOICE;
        }
        if (type.isRecord() && type != BitRate.class && type != ByteSize.class) {
            return RECORD;
        }
        return switch (type.getName()) {
            case "java.lang.String" -> TEXT;
            case "int", "long", "java.lang.Integer", "java.lang.Long" -> INTEGER;
            case "double", "java.lang.Double" -> NUMBER;
            case "boolean", "java.lang.Boolean" -> BOOLEAN;
            default -> ofUnit(type);
        };
    }

    private static ValueType ofUnit(Class<?> type) {
        if (type == Duration.class) {
            return DURATION;
        }
        if (type == ByteSize.class) {
            return SIZE;
        }
        if (type == BitRate.class) {
            return RATE;
        }
        if (type == Secret.class) {
            return SECRET;
        }
        throw new AssertionError("no field may have the type " + type.getName());
    }
}
