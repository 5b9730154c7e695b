package dev.sluice.control.document;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.List;
import java.util.Map;

/** What both readers hold a growing tree to. Used by one reader for one document. */
final class Growth {
    private final List<Problem> problems;
    private int depth;
    private int values;

    Growth(List<Problem> problems) {
        this.problems = problems;
    }

    void enter(Position at) throws Malformed {
        count(at);
        if (++depth > TreeParser.MAX_DEPTH) {
            throw new Malformed(
                    "TooDeep",
                    at,
                    "lists and mappings may be nested " + TreeParser.MAX_DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    String text(String text, Position at) throws Malformed {
        count(at);
        if (text.length() > TreeParser.MAX_TEXT_CHARS) {
            throw new Malformed("TooLarge", at, "a text may be at most 1 MiB long");
        }
        return text;
    }

    /** Keeps the first of two fields of one name and says where the second is. */
    void put(Map<String, Tree> fields, String name, Tree value, Position at) {
        if (fields.putIfAbsent(name, value) != null) {
            problems.add(
                    new Problem(
                            Problem.Severity.ERROR,
                            "DuplicateField",
                            at,
                            name,
                            "'" + name + "' stands twice in one mapping; remove one of them"));
        }
    }

    private void count(Position at) throws Malformed {
        if (++values > TreeParser.MAX_VALUES) {
            throw new Malformed("TooLarge", at, "a document may hold at most 1,000,000 values");
        }
    }
}
