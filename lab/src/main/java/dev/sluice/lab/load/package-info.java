/**
 * Load: the programs that make it, how their reports are read, and how their runs become figures.
 *
 * <p>Start at {@link dev.sluice.lab.load.Load}. Runs on the benchmark's thread; {@code IdleClients}
 * opens its connections on virtual threads.
 */
@NullMarked
package dev.sluice.lab.load;

import org.jspecify.annotations.NullMarked;
