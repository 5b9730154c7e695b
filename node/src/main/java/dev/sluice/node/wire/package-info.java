/**
 * The node stream's words as text: configurations on their way down, reports and answers on their
 * way up. {@code docs/wire/node-stream.md} draws them. Control writes what nodes read, and the
 * other way round, by the same code.
 *
 * <p>Start at {@link dev.sluice.node.wire.Frame}, then {@link dev.sluice.node.wire.Holding}.
 * Immutable values, any thread.
 */
@NullMarked
package dev.sluice.node.wire;

import org.jspecify.annotations.NullMarked;
