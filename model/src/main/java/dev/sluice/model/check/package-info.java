/**
 * What is wrong with resources, all at once, in sentences a user can act on.
 *
 * <p>Start at {@link dev.sluice.model.check.Validator}, which checks all resources together; a file
 * becomes resources in {@link dev.sluice.model.check.ConfigFile}. Pure functions, any thread.
 */
@NullMarked
package dev.sluice.model.check;

import org.jspecify.annotations.NullMarked;
