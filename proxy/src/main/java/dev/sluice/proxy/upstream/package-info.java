/**
 * The servers of groups as this proxy uses them, and how one of them is picked.
 *
 * <p>Start at {@link dev.sluice.proxy.upstream.Target}. A {@link dev.sluice.proxy.upstream.Backend}
 * outlives configurations: its counts and its idle connections go on when a weight changes. Pools
 * and targets are immutable and published whole.
 */
@NullMarked
package dev.sluice.proxy.upstream;

import org.jspecify.annotations.NullMarked;
