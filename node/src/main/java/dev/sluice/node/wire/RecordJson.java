package dev.sluice.node.wire;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Records as JSON objects, a field for each component, written once for all of them. What is null
 * is left out. A field that the reader's version does not know is passed over; one that the
 * writer's version did not have is null, 0, false or empty, or else {@link Unreadable}. All text is
 * ASCII, so that it is the same in every encoding.
 */
public final class RecordJson {
    private static final int LONGEST_TEXT = 8 << 20;
    private static final int DEEPEST = 50;

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxStringLength(LONGEST_TEXT)
                                    .build())
                    .build();

    private RecordJson() {}

    /** A record as a line of JSON, without the line's end. */
    public static String write(Record record) {
        var text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            fields(record, out);
            out.writeEndObject();
        }
        return text.toString();
    }

    /** Reads what {@link #write} wrote. */
    public static <T extends Record> T read(String text, Class<T> type) throws Unreadable {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new Unreadable("an object should stand here: " + beginning(text));
            }
            T record = type.cast(RecordPlan.of(type).read(in));
            if (in.nextToken() != null) {
                throw new Unreadable("more follows after the object's end: " + beginning(text));
            }
            return record;
        } catch (JacksonException e) {
            throw new Unreadable("this is not JSON: " + beginning(text), e);
        }
    }

    /** Writes a record's fields into an object that has begun. */
    static void fields(Record record, JsonGenerator out) {
        RecordPlan.of(record.getClass()).writeFields(record, out);
    }

    /** Enough of a text to find it by. */
    static String beginning(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
