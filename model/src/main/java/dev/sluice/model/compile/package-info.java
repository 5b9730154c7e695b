/**
 * Turns all resources a user wrote into what a node runs: references resolved, defaults filled in,
 * what nothing reaches left out. Start at {@link dev.sluice.model.compile.Compiler}. A pure
 * function, any thread.
 */
@NullMarked
package dev.sluice.model.compile;

import org.jspecify.annotations.NullMarked;
