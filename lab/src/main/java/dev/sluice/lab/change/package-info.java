/**
 * Changes a load balancer again and again while clients use it, and notes every request that fails.
 *
 * <p>Start at {@link dev.sluice.lab.change.ChangeStorm}. The changes run on the caller's thread,
 * each client on a virtual thread of its own.
 */
@NullMarked
package dev.sluice.lab.change;

import org.jspecify.annotations.NullMarked;
