/**
 * How a server is chosen. Pure: no clock, no sockets, no threads.
 *
 * <p>Start at {@link dev.sluice.balance.Scheduler}. Each scheduler is owned by the thread that
 * picks with it; tables are immutable and shared.
 */
@NullMarked
package dev.sluice.balance;

import org.jspecify.annotations.NullMarked;
