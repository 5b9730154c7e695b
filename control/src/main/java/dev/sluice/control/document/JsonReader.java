package dev.sluice.control.document;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON value. Used once, by one thread. */
final class JsonReader {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(TreeParser.MAX_DEPTH + 2)
                                    .maxStringLength(TreeParser.MAX_TEXT_CHARS + 1)
                                    .maxNameLength(1024)
                                    .maxNumberLength(100)
                                    .build())
                    .build();

    private final String source;
    private final List<Problem> problems;
    private final Growth growth;

    JsonReader(String source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
        this.growth = new Growth(problems);
    }

    Optional<Tree> read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            Tree tree = value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw malformed(parser, "more follows after the end of the JSON value");
            }
            return Optional.of(tree);
        } catch (Malformed malformed) {
            malformed.addTo(problems);
        } catch (JacksonException notJson) {
            new Malformed("BadSyntax", at(notJson), "this is not JSON: " + firstLine(notJson))
                    .addTo(problems);
        }
        return Optional.empty();
    }

    private Tree value(JsonParser parser, @Nullable JsonToken token) throws Malformed {
        Position at = at(parser);
        return switch (token) {
            case START_OBJECT -> mapping(parser, at);
            case START_ARRAY -> sequence(parser, at);
            case VALUE_STRING -> new Tree.Scalar(growth.text(parser.getString(), at), true, at);
            case VALUE_NULL -> new Tree.Scalar(null, false, at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                    new Tree.Scalar(growth.text(parser.getString(), at), false, at);
            case null -> throw malformed(parser, "the text ends where a JSON value should stand");
            default -> throw malformed(parser, "a JSON value should stand here");
        };
    }

    private Tree mapping(JsonParser parser, Position at) throws Malformed {
        growth.enter(at);
        var fields = new LinkedHashMap<String, Tree>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Position nameAt = at(parser);
            growth.put(fields, name, value(parser, parser.nextToken()), nameAt);
        }
        growth.leave();
        return new Tree.Mapping(fields, at);
    }

    private Tree sequence(JsonParser parser, Position at) throws Malformed {
        growth.enter(at);
        var items = new ArrayList<Tree>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        growth.leave();
        return new Tree.Sequence(items, at);
    }

    private Malformed malformed(JsonParser parser, String message) {
        return new Malformed("BadSyntax", at(parser), message);
    }

    private Position at(JsonParser parser) {
        return new Position(source, parser.currentTokenLocation().getLineNr());
    }

    private Position at(JacksonException failure) {
        var location = failure.getLocation();
        return new Position(source, location == null ? 0 : Math.max(0, location.getLineNr()));
    }

    private static String firstLine(JacksonException failure) {
        String message = String.valueOf(failure.getOriginalMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
