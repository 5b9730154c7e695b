/**
 * What is wrong with resources, all at once, in sentences a user can act on.
 *
 * <p>Start at {@link dev.sluice.model.check.Problem}. Pure functions, any thread.
 */
@NullMarked
package dev.sluice.model.check;

import org.jspecify.annotations.NullMarked;
