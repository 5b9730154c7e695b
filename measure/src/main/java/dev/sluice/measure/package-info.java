/**
 * The counters of every role and their Prometheus text.
 *
 * <p>Start at {@link dev.sluice.measure.Measure}. Every counter there is stands in one enum, {@link
 * dev.sluice.measure.Counter}. A {@link dev.sluice.measure.CounterRow} is written by one thread and
 * read by any.
 */
@NullMarked
package dev.sluice.measure;

import org.jspecify.annotations.NullMarked;
