package dev.sluice.model.tree;

import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed document or a part of one. */
public sealed interface Tree {
    Position at();

    /**
     * Text, a number, a truth value or nothing.
     *
     * @param text as written, without quotes; null for an explicit null
     * @param quoted whether it was a text in quotes, and so never a number or a truth value
     */
    record Scalar(@Nullable String text, boolean quoted, Position at) implements Tree {}

    /** A list. */
    record Sequence(List<Tree> items, Position at) implements Tree {}

    /**
     * Named fields in the order written.
     *
     * @param fields name to value; the position of a value that is itself a scalar is its own line
     */
    record Mapping(LinkedHashMap<String, Tree> fields, Position at) implements Tree {}
}
