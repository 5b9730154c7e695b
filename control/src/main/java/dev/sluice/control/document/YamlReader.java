package dev.sluice.control.document;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document from the parser's events, so that nothing is ever expanded or
 * constructed. Used once, by one thread.
 */
final class YamlReader {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(TreeParser.MAX_DOCUMENT_CHARS).build();

    /** How YAML 1.2's core schema writes nothing. */
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final String source;
    private final List<Problem> problems;
    private final Growth growth;
    private Position lastAt;

    YamlReader(String source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
        this.growth = new Growth(problems);
        this.lastAt = new Position(source, 1);
    }

    Optional<Tree> read(String text) {
        try {
            return Optional.of(document(new Parse(SETTINGS).parseString(text).iterator()));
        } catch (Malformed malformed) {
            malformed.addTo(problems);
        } catch (MarkedYamlEngineException notYaml) {
            Mark mark = notYaml.getProblemMark().orElse(null);
            new Malformed("BadSyntax", at(mark), "this is not YAML: " + sentence(notYaml))
                    .addTo(problems);
        } catch (YamlEngineException notYaml) {
            new Malformed("BadSyntax", lastAt, "this is not YAML: " + notYaml.getMessage())
                    .addTo(problems);
        } catch (IllegalArgumentException scannerFault) {
            // snakeyaml-engine 3.0.1 lets NumberFormatException out of unfinished escapes
            new Malformed("BadSyntax", lastAt, "this is not YAML: an escape is not complete")
                    .addTo(problems);
        }
        return Optional.empty();
    }

    private Tree document(Iterator<Event> events) throws Malformed {
        Tree tree = new Tree.Mapping(new LinkedHashMap<>(), new Position(source, 0));
        boolean seen = false;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof StreamStartEvent
                    || event instanceof StreamEndEvent
                    || event instanceof DocumentEndEvent) {
                continue;
            }
            if (!(event instanceof DocumentStartEvent)) {
                throw malformed(event, "BadSyntax", "a document should begin here");
            }
            if (seen) {
                throw malformed(
                        event,
                        "NotSupported",
                        "a second document begins here; put all resources into one");
            }
            seen = true;
            tree = value(events.next(), events);
        }
        return tree;
    }

    private Tree value(Event event, Iterator<Event> events) throws Malformed {
        refuseWhatNobodyNeeds(event);
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent start -> mapping(start, events);
            case CollectionStartEvent start -> sequence(start, events);
            default -> throw malformed(event, "BadSyntax", "a value should stand here");
        };
    }

    private void refuseWhatNobodyNeeds(Event event) throws Malformed {
        boolean alias = event instanceof AliasEvent;
        if (alias || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw malformed(
                    event,
                    "NotSupported",
                    "anchors (&) and aliases (*) are not supported; write the value out, or quote a"
                            + " text that begins with & or *");
        }
        boolean tagged =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag().isPresent();
                    case CollectionStartEvent start -> start.getTag().isPresent();
                    default -> false;
                };
        if (tagged) {
            throw malformed(
                    event,
                    "NotSupported",
                    "tags (!) are not supported; quote a text that begins with !");
        }
    }

    private Tree scalar(ScalarEvent event) throws Malformed {
        Position at = at(event);
        String text = growth.text(event.getValue(), at);
        if (!event.isPlain()) {
            return new Tree.Scalar(text, true, at);
        }
        return new Tree.Scalar(NULLS.contains(text) ? null : text, false, at);
    }

    private Tree mapping(Event start, Iterator<Event> events) throws Malformed {
        Position at = at(start);
        growth.enter(at);
        var fields = new LinkedHashMap<String, Tree>();
        for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
            refuseWhatNobodyNeeds(key);
            if (!(key instanceof ScalarEvent name)) {
                throw malformed(key, "BadSyntax", "a field's name must be a plain text");
            }
            growth.put(fields, name.getValue(), value(events.next(), events), at(key));
        }
        growth.leave();
        return new Tree.Mapping(fields, at);
    }

    private Tree sequence(Event start, Iterator<Event> events) throws Malformed {
        Position at = at(start);
        growth.enter(at);
        var items = new ArrayList<Tree>();
        for (Event item = events.next();
                !(item instanceof SequenceEndEvent);
                item = events.next()) {
            items.add(value(item, events));
        }
        growth.leave();
        return new Tree.Sequence(items, at);
    }

    private Malformed malformed(Event event, String code, String message) {
        return new Malformed(code, at(event), message);
    }

    private Position at(Event event) {
        lastAt = at(event.getStartMark().orElse(null));
        return lastAt;
    }

    private Position at(@Nullable Mark mark) {
        return new Position(source, mark == null ? 0 : mark.getLine() + 1);
    }

    private static String sentence(MarkedYamlEngineException failure) {
        String context = failure.getContext();
        String problem = failure.getProblem();
        return context == null || context.isEmpty() ? problem : context + ", " + problem;
    }
}
