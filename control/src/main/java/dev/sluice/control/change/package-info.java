/**
 * The life of a change: a wish is decided against the catalog, committed, compiled and handed to
 * the nodes.
 *
 * <p>Start at {@link dev.sluice.control.change.Writer}; it alone commits, on one thread. {@link
 * dev.sluice.control.change.Wish} says what can be wished for. Deciding is pure.
 */
@NullMarked
package dev.sluice.control.change;

import org.jspecify.annotations.NullMarked;
