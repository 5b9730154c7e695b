package dev.sluice.control.change;

import dev.sluice.model.Stored;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one resource.
 *
 * @param before null for one that is made
 * @param after null for one that is removed
 */
public record Step(Action action, @Nullable Stored before, @Nullable Stored after) {
    /** The kind of step. */
    public enum Action {
        CREATE,
        REPLACE,
        REMOVE,
        /** Already as wished; its revision stays. */
        KEEP
    }

    static Step create(Stored after) {
        return new Step(Action.CREATE, null, after);
    }

    static Step replace(Stored before, Stored after) {
        return new Step(Action.REPLACE, before, after);
    }

    static Step remove(Stored before) {
        return new Step(Action.REMOVE, before, null);
    }

    static Step keep(Stored stored) {
        return new Step(Action.KEEP, stored, stored);
    }

    /** The resource as it will be; as it was, when it is removed. */
    public Stored resource() {
        if (after != null) {
            return after;
        }
        if (before != null) {
            return before;
        }
        throw new AssertionError("a step is about a resource");
    }
}
