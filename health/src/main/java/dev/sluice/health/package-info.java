/**
 * Active health checks: probes over TCP, HTTP, HTTPS and UDP, and the state machine that turns
 * their results into a server's health.
 *
 * <p>Start at {@link dev.sluice.health.HealthChecks}; one server's life is in {@code ServerCheck}.
 * Every server has a virtual thread that sleeps between probes, and every probe one that blocks in
 * plain sockets and is interrupted when its time is over. Any thread, event loops included, reads
 * {@link dev.sluice.health.ServerHealth}.
 */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;
