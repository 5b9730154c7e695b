package dev.sluice.control.document;

import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts a mapping together, field by field, for writing. Not for several threads. */
public final class TreeBuilder {
    private static final Position NOWHERE = new Position("", 0);

    private final LinkedHashMap<String, Tree> fields = new LinkedHashMap<>();

    /** Adds a text; nothing for null. */
    public TreeBuilder text(String name, @Nullable String value) {
        return value == null ? this : put(name, text(value));
    }

    public TreeBuilder number(String name, long value) {
        return put(name, new Tree.Scalar(Long.toString(value), false, NOWHERE));
    }

    /** Adds a number with at most one decimal. */
    public TreeBuilder decimal(String name, double value) {
        return put(
                name,
                new Tree.Scalar(Double.toString(Math.round(value * 10) / 10.0), false, NOWHERE));
    }

    /** Adds a value as it is written, without quotes. */
    public TreeBuilder bare(String name, String value) {
        return put(name, new Tree.Scalar(value, false, NOWHERE));
    }

    public TreeBuilder flag(String name, boolean value) {
        return put(name, new Tree.Scalar(Boolean.toString(value), false, NOWHERE));
    }

    public TreeBuilder put(String name, Tree value) {
        fields.put(name, value);
        return this;
    }

    /** Adds all fields of a mapping. */
    public TreeBuilder putAll(Tree.Mapping other) {
        fields.putAll(other.fields());
        return this;
    }

    /** Adds a list, each item made into a tree. */
    public <T> TreeBuilder list(String name, Collection<T> items, Function<T, Tree> each) {
        return put(name, list(items, each));
    }

    public TreeBuilder texts(String name, Collection<String> items) {
        return list(name, items, TreeBuilder::text);
    }

    public Tree.Mapping build() {
        return new Tree.Mapping(fields, NOWHERE);
    }

    /** A list of its own. */
    public static <T> Tree list(Collection<T> items, Function<T, Tree> each) {
        List<Tree> trees = new ArrayList<>(items.size());
        items.forEach(item -> trees.add(each.apply(item)));
        return new Tree.Sequence(trees, NOWHERE);
    }

    private static Tree text(String value) {
        return new Tree.Scalar(value, true, NOWHERE);
    }
}
