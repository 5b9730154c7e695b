/**
 * How a server is chosen. Pure: no clock, no sockets, no threads.
 *
 * <p>Start at {@link dev.sluice.balance.SchedulerPlan}: built once for a target, on the thread that
 * takes a new configuration, immutable and shared; it hands every event loop a {@link
 * dev.sluice.balance.Scheduler} that only this loop touches. What ties work to a server across
 * choices stands beside it: {@link dev.sluice.balance.StickyCookie} for HTTP, {@link
 * dev.sluice.balance.PersistenceTable} for client addresses.
 */
@NullMarked
package dev.sluice.balance;

import org.jspecify.annotations.NullMarked;
