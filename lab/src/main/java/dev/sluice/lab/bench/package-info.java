/**
 * Side-by-side benchmarks: Sluice and what a user would pick instead, in one run, as ratios.
 *
 * <p>Start at {@link dev.sluice.lab.bench.Benches}, then {@code HttpBench}. Everything runs on the
 * thread that calls {@link dev.sluice.lab.bench.Bench#run}; the programs under test are processes
 * of their own.
 */
@NullMarked
package dev.sluice.lab.bench;

import org.jspecify.annotations.NullMarked;
