/**
 * Programs that a benchmark starts, pins, watches and ends.
 *
 * <p>Start at {@link dev.sluice.lab.process.Program}. Runs on the benchmark's thread; a shutdown
 * hook ends what an interrupted benchmark leaves behind.
 */
@NullMarked
package dev.sluice.lab.process;

import org.jspecify.annotations.NullMarked;
