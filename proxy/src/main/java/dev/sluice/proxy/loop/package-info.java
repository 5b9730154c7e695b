/**
 * The event loops of a proxy and what each of them owns.
 *
 * <p>Start at {@link dev.sluice.proxy.loop.Loops}. A {@link dev.sluice.proxy.loop.Loop} and
 * everything reached by a {@link dev.sluice.proxy.loop.LoopLocal} is touched by that loop's thread
 * only.
 */
@NullMarked
package dev.sluice.proxy.loop;

import org.jspecify.annotations.NullMarked;
