package dev.sluice.control.document;

import dev.sluice.model.check.Problem;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON or YAML into a tree that remembers the line of each value. Text that is no document,
 * or one larger than any honest one, adds a problem and gives no tree; it never throws.
 */
public final class TreeParser {
    /** Nesting of mappings and sequences. */
    public static final int MAX_DEPTH = 50;

    /** Length of one text, in characters: many times the longest certificate chain. */
    public static final int MAX_TEXT_CHARS = 1 << 20;

    /** Length of a document, in characters. */
    public static final int MAX_DOCUMENT_CHARS = 8 << 20;

    /** Scalars, sequences and mappings of a document together. */
    public static final int MAX_VALUES = 1_000_000;

    private TreeParser() {}

    /**
     * Reads one JSON value (RFC 8259).
     *
     * @param source the name that positions bear
     */
    public static Optional<Tree> json(String source, String text, List<Problem> problems) {
        return text.length() > MAX_DOCUMENT_CHARS
                ? tooLarge(source, problems)
                : new JsonReader(source, problems).read(text);
    }

    /**
     * Reads one YAML 1.2 document without anchors, aliases and tags, which no file here needs and
     * by which a short text can stand for an endless one. An empty text is an empty mapping.
     *
     * @param source the name that positions bear
     */
    public static Optional<Tree> yaml(String source, String text, List<Problem> problems) {
        return text.length() > MAX_DOCUMENT_CHARS
                ? tooLarge(source, problems)
                : new YamlReader(source, problems).read(text);
    }

    private static Optional<Tree> tooLarge(String source, List<Problem> problems) {
        problems.add(
                new Problem(
                        Problem.Severity.ERROR,
                        "TooLarge",
                        new Position(source, 0),
                        "",
                        "the document is longer than 8 MiB; split it into several"));
        return Optional.empty();
    }
}
